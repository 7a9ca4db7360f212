package io.pingdeck.net.linux;

import static io.pingdeck.net.kernel.Linux.SOF_TIMESTAMPING_OPT_ID;
import static io.pingdeck.net.kernel.Linux.SOF_TIMESTAMPING_OPT_TSONLY;
import static io.pingdeck.net.kernel.Linux.SOF_TIMESTAMPING_RX_SOFTWARE;
import static io.pingdeck.net.kernel.Linux.SOF_TIMESTAMPING_SOFTWARE;
import static io.pingdeck.net.kernel.Linux.SOF_TIMESTAMPING_TX_SOFTWARE;

import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.TransmitTags;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SentControl;
import io.pingdeck.net.kernel.SocketFd;
import java.lang.foreign.MemorySegment;

/// Requests kernel timestamps, and finds the slot that a transmit timestamp belongs to.
///
/// Since Linux 6.13 every datagram carries a key that this process chooses. Older kernels count
/// datagrams, and this class counts along. Whether a refused datagram is counted depends on the
/// kernel and on the error. After a refusal, later timestamps are therefore ignored (their probes
/// keep the send time of this process) until the error queue is empty and both counters restart at
/// 0.
final class TransmitStamps {
  private final SocketFd socket;
  private final boolean asked;
  private final int receiveFlags;
  private final boolean ownKeys;
  private final TransmitTags tags = new TransmitTags();
  private boolean enabled;
  private boolean left; // requested timestamps may still arrive
  private boolean inStep = true;

  /// @param ownKeys whether the kernel takes the key from a control message
  TransmitStamps(SocketFd socket, DatagramOptions options, boolean ownKeys)
      throws SocketFd.Refused {
    this.socket = socket;
    this.ownKeys = ownKeys;
    asked = options.transmitStamps();
    enabled = asked;
    receiveFlags = options.receiveStamps() ? SOF_TIMESTAMPING_RX_SOFTWARE : 0;
    if (flags() != 0) {
      ask(flags() | SOF_TIMESTAMPING_SOFTWARE);
    }
  }

  private int flags() {
    return receiveFlags
        | (enabled
            ? SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY
            : 0);
  }

  private void ask(int timestamping) throws SocketFd.Refused {
    socket.set("SO_TIMESTAMPING", Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING, timestamping);
  }

  boolean enabled() {
    return enabled;
  }

  /// Whether timestamps of earlier datagrams may still be queued.
  boolean mayBeQueued() {
    return enabled || left;
  }

  /// Disables or enables transmit timestamps. After enabling, the kernel counts from 0.
  void transmit(boolean wanted) {
    if (!asked || wanted == enabled) {
      return;
    }
    enabled = wanted;
    left = true;
    if (wanted) {
      tags.clear();
      inStep = true;
    }
    askAgain(flags());
  }

  TransmitTags tags() {
    return tags;
  }

  /// Writes the datagram's key, if the kernel takes one.
  ///
  /// @return the offset of the next control message
  long key(MemorySegment memory, long at, long tag) {
    if (!enabled || !ownKeys) {
      return at;
    }
    return SentControl.integer(memory, at, Linux.SOL_SOCKET, Linux.SCM_TS_OPT_ID, tags.assign(tag));
  }

  /// Call when the kernel has accepted a datagram.
  void accepted(long tag) {
    if (enabled && !ownKeys && inStep) {
      tags.assign(tag);
    }
  }

  /// Call when the kernel has refused a datagram, or accepted fewer than it was given.
  void refused() {
    inStep = ownKeys;
  }

  /// Call when the error queue is empty.
  void queueIsEmpty() {
    left = false;
    if (inStep || !enabled) {
      return;
    }
    // Setting OPT_ID again restarts the kernel's counter at 0.
    askAgain(flags() & ~SOF_TIMESTAMPING_OPT_ID);
    askAgain(flags());
    tags.clear();
    inStep = true;
  }

  private void askAgain(int timestamping) {
    try {
      ask(timestamping | SOF_TIMESTAMPING_SOFTWARE);
    } catch (SocketFd.Refused e) {
      throw new IllegalStateException("the kernel took these very flags before", e);
    }
  }
}

package io.pingdeck.net.linux;

import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.TransmitTags;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.MessageVector;
import io.pingdeck.net.kernel.ReceivedControl;
import io.pingdeck.net.kernel.SocketFile;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpExtensions;
import io.pingdeck.packet.icmp.MplsLabel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// Reads a socket's error queue (`MSG_ERRQUEUE`): ICMP errors and transmit stamps, in the order
/// they came.
final class ErrorQueue {
  private static final int ENTRIES = 64;
  private static final int FLAGS = Linux.MSG_ERRQUEUE | Linux.MSG_DONTWAIT;
  private static final int QUOTE = 1280; // the most an ICMPv6 error quotes (RFC 4443 section 2.4)
  private static final int ROUNDS = 16; // a flood of errors must not keep the thread here
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int DESTINATION_UNREACHABLE = 3;
  private static final int V6_PACKET_TOO_BIG = 2;
  private static final int ICMP_ID = 4;
  private static final int ICMP_HEADER = 8;

  private final SocketFile socket;
  private final int icmpId;
  private final TransmitStamps stamps;
  private final ReceivedControl control = new ReceivedControl();
  private final MessageVector messages;
  private final ByteBuffer[] quotes = new ByteBuffer[ENTRIES];

  /// A call has failed since the queue was last seen empty.
  private boolean suspected = true;

  /// A receive has just brought something.
  private boolean nonePending;

  /// @param icmpId the identifier of our own echo requests: a raw socket gets the errors about
  ///   everybody's; -1 if the kernel sorts them
  ErrorQueue(SocketFile socket, int icmpId, TransmitStamps stamps) {
    this.socket = socket;
    this.icmpId = icmpId;
    this.stamps = stamps;
    ByteBuffer memory = ByteBuffer.allocateDirect(ENTRIES * QUOTE);
    for (int i = 0; i < ENTRIES; i++) {
      quotes[i] = memory.slice(i * QUOTE, QUOTE);
    }
    messages = new MessageVector(ENTRIES, QUOTE, MemorySegment.ofBuffer(memory));
  }

  /// A send or a receive failed, or took less than it was given. The kernel tells of a queued ICMP
  /// error once, in this way.
  void suspect() {
    suspected = true;
  }

  /// A receive brought something, which it does not while news of an error are pending: what has
  /// not been told by then is not queued, and a system call is saved.
  void nonePending() {
    nonePending = true;
  }

  /// Something may have come since.
  void somePending() {
    nonePending = false;
  }

  private boolean isKnownToBeEmpty() {
    return nonePending && !suspected && !stamps.mayBeQueued();
  }

  /// @return how many entries the sink got
  int drain(ErrorSink sink) {
    int delivered = 0;
    if (isKnownToBeEmpty()) {
      somePending();
      return delivered;
    }
    for (int round = 0; round < ROUNDS; round++) {
      messages.prepareReceive(false);
      int count = Libc.tryRecvmmsg(socket.fd(), messages.from(0), ENTRIES, FLAGS);
      messages.filled(count);
      for (int i = 0; i < count; i++) {
        delivered += deliver(i, sink) ? 1 : 0;
      }
      if (count < ENTRIES) {
        suspected = false;
        stamps.queueIsEmpty();
        break;
      }
    }
    return delivered;
  }

  private boolean deliver(int i, ErrorSink sink) {
    control.read(messages.memory(), messages.control(i), messages.controlBytes(i));
    return switch (control.origin) {
      case Linux.SO_EE_ORIGIN_TIMESTAMPING -> transmitted(sink);
      case Linux.SO_EE_ORIGIN_ICMP, Linux.SO_EE_ORIGIN_ICMP6 -> icmpError(i, sink);
      default -> false; // SO_EE_ORIGIN_LOCAL repeats what the send itself has returned
    };
  }

  private boolean transmitted(ErrorSink sink) {
    TransmitTags tags = stamps.tags();
    if (control.stampEpochNanos == 0 || !tags.knows(control.key)) {
      return false;
    }
    sink.transmitted(tags.tag(control.key), control.stampEpochNanos);
    return true;
  }

  private boolean icmpError(int i, ErrorSink sink) {
    ByteBuffer quoted = quotes[i].clear().limit(Math.min(messages.received(i), QUOTE));
    if (icmpId >= 0 && !isOurs(quoted)) {
      return false;
    }
    takeExtensions(quoted, sink);
    boolean ipv6 = socket.isIpv6();
    sink.icmpError(
        ipv6,
        control.type,
        control.code,
        isTooBig(ipv6) ? control.info : 0,
        control.offenderHigh,
        control.offenderLow,
        ipv6 ? messages.ipv6High(i) : 0,
        ipv6 ? messages.ipv6Low(i) : Endpoint.mapped(messages.ipv4(i)),
        messages.port(i),
        quoted,
        control.stampEpochNanos);
    return true;
  }

  /// Cuts the extensions (RFC 4884) that the kernel found from the end of the quote.
  private void takeExtensions(ByteBuffer quoted, ErrorSink sink) {
    // struct sock_ee_data_rfc4884 { __u16 len; __u8 flags; __u8 reserved; }, where ee_data is
    int start = control.key & 0xffff;
    boolean invalid = (control.key >>> 16 & Linux.SO_EE_RFC4884_FLAG_INVALID) != 0;
    if (start == 0 || start >= quoted.limit()) {
      return;
    }
    List<MplsLabel> labels = invalid ? List.of() : IcmpExtensions.mplsLabels(quoted, start);
    quoted.limit(start);
    if (!labels.isEmpty()) {
      sink.mplsLabels(labels);
    }
  }

  private boolean isTooBig(boolean ipv6) {
    return ipv6
        ? control.type == V6_PACKET_TOO_BIG
        : control.type == DESTINATION_UNREACHABLE && control.code == FRAGMENTATION_NEEDED;
  }

  private boolean isOurs(ByteBuffer quoted) {
    return quoted.limit() >= ICMP_HEADER && Short.toUnsignedInt(quoted.getShort(ICMP_ID)) == icmpId;
  }
}

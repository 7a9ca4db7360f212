package io.pingdeck.net.linux;

import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.TransmitTags;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.MessageVector;
import io.pingdeck.net.kernel.ReceivedControl;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpExtensions;
import io.pingdeck.packet.icmp.MplsLabel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// Reads a socket's error queue (`MSG_ERRQUEUE`): ICMP errors and transmit timestamps, in order of
/// arrival.
final class ErrorQueue {
  private static final int ENTRIES = 64;
  private static final int FLAGS = Linux.MSG_ERRQUEUE | Linux.MSG_DONTWAIT;
  // the longest quote in an ICMPv6 error (RFC 4443 section 2.4)
  private static final int QUOTE = 1280;
  private static final int ROUNDS = 16; // bounds the time that a flood of errors holds the thread
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int DESTINATION_UNREACHABLE = 3;
  private static final int V6_PACKET_TOO_BIG = 2;
  private static final int ICMP_ID = 4;
  private static final int ICMP_HEADER = 8;

  private final SocketFd socket;
  private final int icmpId;
  private final TransmitStamps stamps;
  private final ReceivedControl control = new ReceivedControl();
  private final QueuedError error = new QueuedError();
  private final MessageVector messages;
  private final ByteBuffer[] quotes = new ByteBuffer[ENTRIES];

  /// A call has failed since the queue was last known to be empty.
  private boolean suspected = true;

  /// The last receive returned a datagram.
  private boolean nonePending;

  /// @param icmpId the identifier of our own echo requests, because a raw socket receives the
  ///   errors of every process; -1 if the kernel filters them
  ErrorQueue(SocketFd socket, int icmpId, TransmitStamps stamps) {
    this.socket = socket;
    this.icmpId = icmpId;
    this.stamps = stamps;
    ByteBuffer memory = ByteBuffer.allocateDirect(ENTRIES * QUOTE);
    for (int i = 0; i < ENTRIES; i++) {
      quotes[i] = memory.slice(i * QUOTE, QUOTE);
    }
    messages = new MessageVector(ENTRIES, QUOTE, MemorySegment.ofBuffer(memory));
  }

  /// Call when a send or a receive fails or handles fewer datagrams than it was given. This is how
  /// the kernel reports a queued ICMP error, once.
  void suspect() {
    suspected = true;
  }

  /// Call when a receive returns a datagram. A receive fails while an error is pending, so that a
  /// success means the queue holds no unreported error. This saves a system call.
  void nonePending() {
    nonePending = true;
  }

  /// Call when new errors may have arrived since.
  void somePending() {
    nonePending = false;
  }

  private boolean isKnownToBeEmpty() {
    return nonePending && !suspected && !stamps.mayBeQueued();
  }

  /// @return the number of entries passed to the sink
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
      default -> false; // SO_EE_ORIGIN_LOCAL only repeats the result of the send
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
    error.mplsLabels = takeExtensions(quoted);
    error.ipv6 = socket.isIpv6();
    error.info = isTooBig(error.ipv6) ? control.info : 0;
    error.quoted = quoted;
    fill(error, control, messages, i);
    sink.icmpError(error);
    return true;
  }

  /// Copies what the kernel says about an error, except what it quotes.
  static void fill(QueuedError error, ReceivedControl control, MessageVector messages, int i) {
    error.type = control.type;
    error.code = control.code;
    error.fromHigh = control.offenderHigh;
    error.fromLow = control.offenderLow;
    error.toHigh = error.ipv6 ? messages.ipv6High(i) : 0;
    error.toLow = error.ipv6 ? messages.ipv6Low(i) : Endpoint.mapped(messages.ipv4(i));
    error.toPort = messages.port(i);
    error.stampEpochNanos = control.stampEpochNanos;
  }

  /// Removes the extensions (RFC 4884) that the kernel found at the end of the quote.
  private List<MplsLabel> takeExtensions(ByteBuffer quoted) {
    // struct sock_ee_data_rfc4884 { __u16 len; __u8 flags; __u8 reserved; }, in place of ee_data
    int start = control.key & 0xffff;
    boolean invalid = (control.key >>> 16 & Linux.SO_EE_RFC4884_FLAG_INVALID) != 0;
    if (start == 0 || start >= quoted.limit()) {
      return List.of();
    }
    List<MplsLabel> labels = invalid ? List.of() : IcmpExtensions.mplsLabels(quoted, start);
    quoted.limit(start);
    return labels;
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

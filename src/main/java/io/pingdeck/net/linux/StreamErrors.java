package io.pingdeck.net.linux;

import io.pingdeck.base.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.MessageVector;
import io.pingdeck.net.kernel.ReceivedControl;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Reads the ICMP errors about TCP connections from their error queues. All connections share one
/// buffer.
final class StreamErrors {
  private static final int ENTRIES = 4;
  private static final int QUOTE = 128; // the TCP header with all options is 60 bytes

  private final ByteBuffer memory = ByteBuffer.allocateDirect(ENTRIES * QUOTE);
  private final MessageVector messages =
      new MessageVector(ENTRIES, QUOTE, MemorySegment.ofBuffer(memory));
  private final ReceivedControl control = new ReceivedControl();
  private final QueuedError error = new QueuedError();

  /// @return the number of errors passed to the sink
  int drain(int fd, boolean ipv6, ErrorSink sink) {
    int delivered = 0;
    int count;
    do {
      messages.prepareReceive(false);
      count = Libc.recvmmsg(fd, messages.from(0), ENTRIES, Linux.MSG_ERRQUEUE | Linux.MSG_DONTWAIT);
      messages.filled(count);
      for (int i = 0; i < count; i++) {
        delivered += deliver(i, ipv6, sink) ? 1 : 0;
      }
    } while (count == ENTRIES || count == -Errno.EINTR);
    return delivered;
  }

  private boolean deliver(int i, boolean ipv6, ErrorSink sink) {
    control.read(messages.memory(), messages.control(i), messages.controlBytes(i));
    if (control.origin != Linux.SO_EE_ORIGIN_ICMP && control.origin != Linux.SO_EE_ORIGIN_ICMP6) {
      return false;
    }
    error.ipv6 = ipv6; // no info: the kernel itself reduces the segment size
    error.quoted = memory.slice(i * QUOTE, Math.min(messages.received(i), QUOTE));
    ErrorQueue.fill(error, control, messages, i);
    sink.icmpError(error);
    return true;
  }
}

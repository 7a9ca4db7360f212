package io.pingdeck.ping.tcp;

import io.pingdeck.base.Counted;
import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.ping.sample.Answer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// One query over TCP and its answer, each behind its length (RFC 7766 section 8; RFC 1035 section
/// 4.2.2):
///
/// ```
/// length (2)  message (length)
/// ```
///
/// An answer has 65,535 bytes at most. Only its beginning is kept: header and question are all that
/// is read of it.
final class DnsExchange {
  private static final int LENGTH_BYTES = 2;

  /// A header of 12 and the longest question of 259 fit.
  private static final int HEAD_BYTES = 512;

  private final int id;
  private final byte[] question;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private int length;
  private int readBytes; // the length's included

  /// @param id 16 bits, chosen at random
  /// @param question as [DnsMessage#question] writes it
  DnsExchange(int id, byte[] question) {
    this.id = id;
    this.question = question;
  }

  /// Writes the query and its length, which are to be sent together, from index 0 on, and flips.
  void writeQuery(ByteBuffer out) {
    int bytes = DnsMessage.writeQuery(out.clear().slice(LENGTH_BYTES, HEAD_BYTES), id, question);
    out.putShort(0, (short) bytes).limit(LENGTH_BYTES + bytes);
  }

  /// Reads on. What stands behind the message is not looked at.
  void read(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !isComplete()) {
      if (readBytes < LENGTH_BYTES) {
        length = length << Byte.SIZE | bytes.get() & 0xff;
        readBytes++;
      } else {
        int more = Math.min(bytes.remaining(), length - (readBytes - LENGTH_BYTES));
        int kept = Math.min(more, head.remaining());
        head.put(head.position(), bytes, bytes.position(), kept).position(head.position() + kept);
        bytes.position(bytes.position() + more);
        readBytes += more;
      }
    }
  }

  boolean isComplete() {
    return readBytes >= LENGTH_BYTES && readBytes == LENGTH_BYTES + length;
  }

  /// How far the answer came, for people: what follows "it ended". Only of one that is not
  /// complete.
  String place() {
    return readBytes < LENGTH_BYTES
        ? "within the length of the message"
        : "after %d of %s of the message"
            .formatted(readBytes - LENGTH_BYTES, Counted.bytes(length));
  }

  /// Why the complete message does not answer the query, for people; empty if it does.
  Optional<String> fault() {
    int bytes = head.position();
    if (bytes < DnsMessage.HEADER_BYTES) {
      return Optional.of("it has " + Counted.bytes(bytes) + ", fewer than a header");
    }
    if (DnsMessage.id(head) != id) {
      return Optional.of("it has another identifier than the query");
    }
    return DnsMessage.isAnswer(head, bytes, question)
        ? Optional.empty()
        : Optional.of("it is no response to the question");
  }

  /// What the complete message says; empty if it does not answer the query.
  Optional<Answer> answer() {
    if (fault().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer.Dns(
            DnsMessage.rcode(head),
            DnsMessage.answers(head),
            DnsMessage.isTruncated(head),
            OptionalLong.empty(),
            DnsMessage.authorities(head),
            DnsMessage.additionals(head)));
  }
}

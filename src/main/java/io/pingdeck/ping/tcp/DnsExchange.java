package io.pingdeck.ping.tcp;

import io.pingdeck.base.Counted;
import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// A query over TCP and its answer, each with a length prefix (RFC 7766 section 8; RFC 1035 section
/// 4.2.2):
///
/// ```
/// length (2)  message (length)
/// ```
///
/// An answer has at most 65,535 bytes. Only the beginning with header and question is kept. A
/// message that does not answer the query is skipped, because the server may still send the answer
/// after it.
final class DnsExchange {
  private static final int LENGTH_BYTES = 2;

  /// Fits a header of 12 bytes and the longest question of 259.
  private static final int HEAD_BYTES = 512;

  private final int id;
  private final byte[] question;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private int length;
  private int readBytes; // including the length prefix
  private int passedOver;
  private String fault = ""; // of the last skipped message

  /// @param id 16 random bits
  /// @param question as [DnsMessage#question] writes it
  DnsExchange(int id, byte[] question) {
    this.id = id;
    this.question = question;
  }

  /// Writes the query with its length prefix, which must be sent together, from index 0 and flips.
  void writeQuery(ByteBuffer out) {
    int bytes = DnsMessage.writeQuery(out.clear().slice(LENGTH_BYTES, HEAD_BYTES), id, question);
    out.putShort(0, (short) bytes).limit(LENGTH_BYTES + bytes);
  }

  /// Consumes received bytes. Bytes after the answer are ignored.
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
      if (isComplete()) {
        passOver(findFault());
      }
    }
  }

  private void passOver(String found) {
    if (!found.isEmpty()) {
      fault = found;
      passedOver++;
      length = 0;
      readBytes = 0;
      head.clear();
    }
  }

  /// Number of messages that did not answer the query.
  int passedOver() {
    return passedOver;
  }

  /// Whether the answer is complete.
  boolean isComplete() {
    return readBytes >= LENGTH_BYTES && readBytes == LENGTH_BYTES + length;
  }

  /// Why there is no answer, for users.
  ///
  /// @param end what happened before the answer was complete: "the connection ended"
  String whyNot(String end) {
    return passedOver > 0 && readBytes == 0
        ? "the message does not answer the query: " + fault
        : end + " " + place();
  }

  private String place() {
    return readBytes < LENGTH_BYTES
        ? "within the length of the message"
        : "after %d of %s of the message"
            .formatted(readBytes - LENGTH_BYTES, Counted.bytes(length));
  }

  /// Why the message does not answer the query; empty if it does.
  private String findFault() {
    int bytes = head.position();
    if (bytes < DnsMessage.HEADER_BYTES) {
      return "it has " + Counted.bytes(bytes) + ", fewer than a header";
    }
    if (DnsMessage.id(head) != id) {
      return "its identifier differs from the query";
    }
    if (!DnsMessage.isAnswer(head, bytes, question)) {
      return "it is not a response to the question";
    }
    return DnsMessage.hasItsRecords(head, bytes, length)
        ? ""
        : "it has fewer records than its header says";
  }

  /// The content of the complete answer.
  Response answer() {
    return new Response.Dns(
        DnsMessage.rcode(head),
        DnsMessage.answers(head),
        DnsMessage.isTruncated(head),
        OptionalLong.empty(),
        DnsMessage.authorities(head),
        DnsMessage.additionals(head));
  }
}

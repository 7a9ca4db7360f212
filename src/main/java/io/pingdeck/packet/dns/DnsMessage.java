package io.pingdeck.packet.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Writes queries to a resolver and reads its responses (RFC 1035 section 4.1). Messages are in
/// network byte order and start at index 0 of the buffer; its position is not changed.
///
/// ```
/// id (2)  flags (2): QR opcode(4) AA TC RD RA Z(3) rcode(4)
/// QDCOUNT (2)  ANCOUNT (2)  NSCOUNT (2)  ARCOUNT (2)
/// question: labels, each after its length, and a 0; type (2); class (2)
/// ```
public final class DnsMessage {
  public static final int HEADER_BYTES = 12;
  private static final int FLAGS = 2;
  private static final int QUESTIONS = 4;
  private static final int ANSWERS = 6;
  private static final int AUTHORITIES = 8;
  private static final int ADDITIONALS = 10;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int RESPONSE = 0x8000;
  private static final int OPCODE = 0x7800;
  private static final int TRUNCATED = 0x0200;
  private static final int RCODE = 0x000f;
  private static final int CLASS_IN = 1;
  private static final int CASE_BIT = 0x20;
  private static final int POINTER = 0xc0;

  /// Bytes of a record after its name: type, class, TTL, data length.
  private static final int RECORD_BYTES = 10;

  private DnsMessage() {}

  /// Encodes the question section.
  public static byte[] question(DnsQuestion question) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!question.name().equals(".")) {
      for (String label : question.name().split("\\.")) {
        out.write(label.length());
        out.writeBytes(label.getBytes(US_ASCII));
      }
    }
    out.write(0);
    int type = question.type().code();
    out.writeBytes(new byte[] {(byte) (type >> 8), (byte) type, 0, CLASS_IN});
    return out.toByteArray();
  }

  /// Writes a query with recursion desired.
  ///
  /// @return its length in bytes
  public static int writeQuery(ByteBuffer out, int id, byte[] question) {
    out.putShort(0, (short) id);
    out.putShort(FLAGS, (short) RECURSION_DESIRED);
    out.putShort(QUESTIONS, (short) 1);
    out.putShort(ANSWERS, (short) 0);
    out.putInt(AUTHORITIES, 0); // and ADDITIONALS
    out.put(HEADER_BYTES, question);
    return HEADER_BYTES + question.length;
  }

  /// Whether the message is a response to this question. A server that could not parse the question
  /// may omit it, but must then return an error code.
  ///
  /// @param length length of the message in bytes
  public static boolean isAnswer(ByteBuffer message, int length, byte[] question) {
    if (length < HEADER_BYTES || (flags(message) & (RESPONSE | OPCODE)) != RESPONSE) {
      return false;
    }
    int questions = questions(message);
    return questions == 0 ? rcode(message) != DnsRcode.NOERROR : repeats(message, length, question);
  }

  /// Whether the message contains exactly this question. Its other sections are not checked.
  ///
  /// @param length length of the message in bytes
  public static boolean repeats(ByteBuffer message, int length, byte[] question) {
    return length >= HEADER_BYTES + question.length
        && questions(message) == 1
        && asks(message, length, question);
  }

  /// Whether a response can contain as many records as its header says, as far as its bytes were
  /// kept. A truncated response may count the omitted records too.
  ///
  /// @param kept number of its bytes in the buffer
  /// @param length length of the whole message in bytes
  public static boolean hasItsRecords(ByteBuffer message, int kept, int length) {
    int records = answers(message) + authorities(message) + additionals(message);
    int at = HEADER_BYTES;
    for (int i = questions(message); i > 0 && at <= kept; i--) {
      at = nameEnd(message, at, kept) + 4;
    }
    while (records > 0 && at <= kept) {
      int data = nameEnd(message, at, kept) + RECORD_BYTES;
      int end = data > kept ? kept + 1 : data + (message.getShort(data - 2) & 0xffff);
      if (end > kept) {
        break;
      }
      at = end;
      records--;
    }
    boolean fit = kept < length ? records <= (length - at) / (1 + RECORD_BYTES) : records == 0;
    return isTruncated(message) || fit;
  }

  /// @return the index after the name; more than `kept` if the name does not end before
  private static int nameEnd(ByteBuffer message, int start, int kept) {
    int at = start;
    while (at < kept) {
      int first = message.get(at) & 0xff;
      if (first == 0) {
        return at + 1;
      }
      if (first >= POINTER) {
        return at + 2;
      }
      at += 1 + first;
    }
    return kept + 1;
  }

  /// Whether the start of a query, as quoted by an ICMP error, matches this question. A short quote
  /// is compared as far as it goes.
  public static boolean isQuery(ByteBuffer message, int length, byte[] question) {
    return length >= FLAGS
        && (length < QUESTIONS || flags(message) == RECURSION_DESIRED)
        && asks(message, length, question);
  }

  /// Compares as much of the question as is present, ignoring case (RFC 4343).
  private static boolean asks(ByteBuffer message, int length, byte[] question) {
    int end = Math.min(length - HEADER_BYTES, question.length);
    for (int i = 0; i < end; i++) {
      if (lower(message.get(HEADER_BYTES + i)) != lower(question[i])) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b | CASE_BIT : b;
  }

  /// The message's identifier. The message must have at least 2 bytes.
  public static int id(ByteBuffer message) {
    return message.getShort(0) & 0xffff;
  }

  private static int flags(ByteBuffer message) {
    return message.getShort(FLAGS) & 0xffff;
  }

  /// The response code; see [DnsRcode].
  public static int rcode(ByteBuffer message) {
    return flags(message) & RCODE;
  }

  /// Whether the response was truncated because it did not fit into the datagram.
  public static boolean isTruncated(ByteBuffer message) {
    return (flags(message) & TRUNCATED) != 0;
  }

  /// The number of questions, according to the header.
  static int questions(ByteBuffer message) {
    return message.getShort(QUESTIONS) & 0xffff;
  }

  /// The number of records in the answer section, according to the header.
  public static int answers(ByteBuffer message) {
    return message.getShort(ANSWERS) & 0xffff;
  }

  /// The number of records in the authority section, according to the header.
  public static int authorities(ByteBuffer message) {
    return message.getShort(AUTHORITIES) & 0xffff;
  }

  /// The number of records in the additional section, according to the header.
  public static int additionals(ByteBuffer message) {
    return message.getShort(ADDITIONALS) & 0xffff;
  }
}

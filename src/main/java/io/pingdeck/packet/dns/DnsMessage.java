package io.pingdeck.packet.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Queries to a resolver and what is read of its answers (RFC 1035 section 4.1), in network byte
/// order at index 0 of a buffer; positions are left alone.
///
/// ```
/// id (2)  flags (2): QR opcode(4) AA TC RD RA Z(3) rcode(4)
/// QDCOUNT (2)  ANCOUNT (2)  NSCOUNT (2)  ARCOUNT (2)
/// question: labels, each behind its length, and a 0; type (2); class (2)
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

  /// Of a record, behind its name: type, class, TTL, length of the data.
  private static final int RECORD_BYTES = 10;

  private DnsMessage() {}

  /// The question section that asks this.
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

  /// Writes a query that asks for recursion.
  ///
  /// @return its length
  public static int writeQuery(ByteBuffer out, int id, byte[] question) {
    out.putShort(0, (short) id);
    out.putShort(FLAGS, (short) RECURSION_DESIRED);
    out.putShort(QUESTIONS, (short) 1);
    out.putShort(ANSWERS, (short) 0);
    out.putInt(AUTHORITIES, 0); // and of ADDITIONALS
    out.put(HEADER_BYTES, question);
    return HEADER_BYTES + question.length;
  }

  /// Whether this answers such a query. A server that could not read the question may leave it out,
  /// and must then say that something was wrong.
  ///
  /// @param length of the message
  public static boolean isAnswer(ByteBuffer message, int length, byte[] question) {
    if (length < HEADER_BYTES || (flags(message) & (RESPONSE | OPCODE)) != RESPONSE) {
      return false;
    }
    int questions = questions(message);
    return questions == 0 ? rcode(message) != DnsRcode.NOERROR : repeats(message, length, question);
  }

  /// Whether a message repeats this question, whatever else it says.
  ///
  /// @param length of the message
  public static boolean repeats(ByteBuffer message, int length, byte[] question) {
    return length >= HEADER_BYTES + question.length
        && questions(message) == 1
        && asks(message, length, question);
  }

  /// Whether an answer can hold as many records as its header says, so far as it was kept. One that
  /// is truncated may count those that were left out.
  ///
  /// @param kept how many of its bytes are in the buffer
  /// @param length of the whole message
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

  /// @return where the name at an index ends; more than `kept` if it does not
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

  /// Whether the beginning of a query, as an ICMP error quotes it, asks this as far as it goes.
  public static boolean isQuery(ByteBuffer message, int length, byte[] question) {
    return length >= FLAGS
        && (length < QUESTIONS || flags(message) == RECURSION_DESIRED)
        && asks(message, length, question);
  }

  /// Compares as much of the question as there is, letters in any case (RFC 4343).
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

  /// The first 16 bits, of a message that has them.
  public static int id(ByteBuffer message) {
    return message.getShort(0) & 0xffff;
  }

  private static int flags(ByteBuffer message) {
    return message.getShort(FLAGS) & 0xffff;
  }

  /// Of an answer; see [DnsRcode].
  public static int rcode(ByteBuffer message) {
    return flags(message) & RCODE;
  }

  /// Of an answer: it did not fit into the datagram.
  public static boolean isTruncated(ByteBuffer message) {
    return (flags(message) & TRUNCATED) != 0;
  }

  /// How many questions it says it has.
  static int questions(ByteBuffer message) {
    return message.getShort(QUESTIONS) & 0xffff;
  }

  /// Of an answer: how many records it says its answer section has.
  public static int answers(ByteBuffer message) {
    return message.getShort(ANSWERS) & 0xffff;
  }

  /// Of an answer: how many records it says its authority section has.
  public static int authorities(ByteBuffer message) {
    return message.getShort(AUTHORITIES) & 0xffff;
  }

  /// Of an answer: how many records it says its additional section has.
  public static int additionals(ByteBuffer message) {
    return message.getShort(ADDITIONALS) & 0xffff;
  }
}

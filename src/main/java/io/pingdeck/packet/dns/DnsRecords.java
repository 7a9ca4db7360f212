package io.pingdeck.packet.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The addresses in the response to a question of type A or AAAA, in the server's order.
///
/// @param addresses addresses of the name in the question, or of the name that its CNAME records
///   lead to
/// @param ttlSeconds how long the addresses may be cached: the lowest TTL of all records used (RFC
///   2181 section 8); 0 if there are no addresses
public record DnsRecords(List<InetAddress> addresses, long ttlSeconds) {
  private static final int TYPE_CNAME = 5;
  private static final int CLASS_IN = 1;
  private static final int RECORD_BYTES = 10;
  private static final int POINTER = 0xc0;
  private static final int MAX_NAME = 255;

  public DnsRecords {
    addresses = List.copyOf(addresses);
  }

  /// Reads the answer section. The caller has checked the question with [DnsMessage#isAnswer].
  ///
  /// @param length length of the message, which starts at index 0
  /// @return empty if the message is malformed
  public static Optional<DnsRecords> read(ByteBuffer message, int length, DnsQuestion question) {
    Reader reader = new Reader(message, Math.min(length, message.capacity()));
    try {
      return Optional.of(reader.records(question));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException() {
      super("malformed", null, false, false);
    }
  }

  private static final class Reader {
    private final ByteBuffer message;
    private final int length;
    private int at = DnsMessage.HEADER_BYTES;

    Reader(ByteBuffer message, int length) {
      this.message = message;
      this.length = length;
    }

    DnsRecords records(DnsQuestion question) throws MalformedException {
      for (int i = DnsMessage.questions(message); i > 0; i--) {
        name();
        skip(4);
      }
      List<InetAddress> addresses = new ArrayList<>();
      String wanted = question.name();
      long ttl = Long.MAX_VALUE;
      for (int i = DnsMessage.answers(message); i > 0; i--) {
        String owner = name();
        int start = skip(RECORD_BYTES);
        int type = message.getShort(start) & 0xffff;
        boolean isIn = message.getShort(start + 2) == CLASS_IN;
        int dataBytes = message.getShort(start + 8) & 0xffff;
        int data = skip(dataBytes);
        if (!isIn || !owner.equals(wanted)) {
          continue;
        }
        if (type == TYPE_CNAME) {
          wanted = nameAt(data);
        } else if (type == question.type().code()) {
          addresses.add(address(data, dataBytes, question.type()));
        } else {
          continue;
        }
        ttl = Math.min(ttl, Math.max(0, message.getInt(start + 4))); // RFC 2181: negative is 0
      }
      return new DnsRecords(addresses, addresses.isEmpty() ? 0 : ttl);
    }

    private InetAddress address(int data, int bytes, DnsType type) throws MalformedException {
      if (bytes != (type == DnsType.A ? 4 : 16)) {
        throw new MalformedException();
      }
      byte[] address = new byte[bytes];
      message.get(data, address);
      try {
        return InetAddress.getByAddress(address);
      } catch (UnknownHostException e) {
        throw new MalformedException();
      }
    }

    /// @return the index where the skipped bytes began
    private int skip(int bytes) throws MalformedException {
      int start = at;
      if (bytes > length - at) {
        throw new MalformedException();
      }
      at += bytes;
      return start;
    }

    private String name() throws MalformedException {
      int start = at;
      while (true) {
        int first = message.get(skip(1)) & 0xff;
        if (first >= POINTER) {
          skip(1);
          break;
        }
        if (first == 0) {
          break;
        }
        skip(label(first));
      }
      return nameAt(start);
    }

    private static int label(int first) throws MalformedException {
      if (first >= 0x40) {
        throw new MalformedException(); // RFC 1035 section 4.1.4: reserved
      }
      return first;
    }

    /// Pointers must lead backwards, so that every name ends.
    private String nameAt(int start) throws MalformedException {
      StringBuilder name = new StringBuilder();
      int part = start;
      int i = start;
      while (i < length) {
        int first = message.get(i) & 0xff;
        if (first == 0) {
          return name.isEmpty() ? "." : name.toString().toLowerCase(Locale.ROOT);
        }
        if (first >= POINTER) {
          int to = i + 1 < length ? (first & 0x3f) << 8 | message.get(i + 1) & 0xff : length;
          if (to >= part) {
            throw new MalformedException();
          }
          part = to;
          i = to;
        } else {
          int end = i + 1 + label(first);
          if (end > length || name.length() + first >= MAX_NAME) {
            throw new MalformedException();
          }
          name.append(name.isEmpty() ? "" : ".");
          for (int b = i + 1; b < end; b++) {
            name.append((char) (message.get(b) & 0xff));
          }
          i = end;
        }
      }
      throw new MalformedException();
    }
  }
}

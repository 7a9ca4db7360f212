package io.pingdeck.packet.http;

import io.pingdeck.base.Counted;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;

/// The body of a response. The head determines where it ends (RFC 9112 section 6.3).
final class HttpBody {
  static final long MAX_BYTES = 4 << 20;
  private static final String BOUND = "4 MiB of body";

  /// Limit for chunk extensions and trailers, which the limit for the body does not cover.
  private static final int MAX_EXTRA_BYTES = 64 << 10;

  private static final String EXTRA_BOUND = "64 KiB of chunk extensions and trailers";

  /// Limit for the lines of chunks and trailers together. With one byte per chunk they would be
  /// several times as long as the body.
  private static final int MAX_FRAMING_BYTES = 1 << 20;

  private static final String FRAMING_BOUND = "1 MiB of chunk framing";
  private static final int USUAL_CHUNK_LINE = 18;
  private static final long LONGEST = 999_999_999_999_999L;

  private enum Part {
    LENGTH,
    UNTIL_CLOSE,
    CHUNK_LINE,
    CHUNK,
    CHUNK_END,
    TRAILER
  }

  private final Consumer<ByteBuffer> sink;
  private final HttpLine line = new HttpLine();
  private Part part;
  private long length; // of the body, or of the chunk
  private long rest; // bytes of it still to read
  private long bytes;
  private int extraBytes;
  private int framingBytes;

  /// @param bodiless the response answers a HEAD request
  HttpBody(HttpHead head, boolean bodiless, Consumer<ByteBuffer> sink) {
    this.sink = sink;
    int status = head.status();
    String coding = head.field("transfer-encoding").orElse("");
    part = Part.LENGTH;
    if (bodiless || status / 100 == 1 || status == 204 || status == 304) {
      return;
    }
    if (!coding.isEmpty()) {
      String last = coding.substring(coding.lastIndexOf(',') + 1).strip();
      part = last.toLowerCase(Locale.ROOT).equals("chunked") ? Part.CHUNK_LINE : Part.UNTIL_CLOSE;
    } else if (head.field("content-length").isPresent()) {
      length = length(head.field("content-length").get());
      begin();
    } else {
      part = Part.UNTIL_CLOSE;
    }
  }

  long bytes() {
    return bytes;
  }

  /// Rejects a body that is too long before reading any of it.
  private void begin() {
    rest = length;
    if (length > MAX_BYTES - bytes) {
      throw HttpFault.flooded(BOUND);
    }
  }

  /// A repeated length is valid if all values are equal.
  static long length(String text) {
    long length = -1;
    for (String part : text.split(",", -1)) {
      long number = number(part.strip());
      if (number < 0 || length >= 0 && number != length) {
        throw HttpFault.malformed("its Content-Length is \"" + HttpLine.shown(text) + "\"");
      }
      length = number;
    }
    return length;
  }

  /// @return -1 if the text contains anything but digits
  private static long number(String digits) {
    long number = digits.isEmpty() ? -1 : 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number > LONGEST / 10 ? Long.MAX_VALUE : 10 * number + digit;
    }
    return number;
  }

  /// @return whether the body is complete
  boolean read(ByteBuffer in) {
    while (!isWhole()) {
      if (!in.hasRemaining()) {
        return false;
      }
      switch (part) {
        case LENGTH, CHUNK -> data(in, rest);
        case UNTIL_CLOSE -> data(in, Long.MAX_VALUE);
        case CHUNK_END, CHUNK_LINE, TRAILER -> {
          if (line.read(in, MAX_EXTRA_BYTES - extraBytes, EXTRA_BOUND) && accept()) {
            return true;
          }
        }
      }
    }
    return true;
  }

  private boolean isWhole() {
    return part == Part.LENGTH && rest == 0;
  }

  private void data(ByteBuffer in, long most) {
    int count = (int) Math.min(in.remaining(), most);
    int limit = in.limit();
    int end = in.position() + count;
    bytes += count;
    rest -= count;
    if (bytes > MAX_BYTES) {
      throw HttpFault.flooded(BOUND);
    }
    sink.accept(in.limit(end)); // a slice would allocate per chunk
    in.limit(limit).position(end);
    if (part == Part.CHUNK && rest == 0) {
      part = Part.CHUNK_END;
    }
  }

  /// @return whether this line ends the body
  private boolean accept() {
    framingBytes += line.length() + 1;
    if (framingBytes > MAX_FRAMING_BYTES) {
      throw HttpFault.flooded(FRAMING_BOUND);
    }
    extraBytes += part == Part.TRAILER ? line.length() + 1 : 0;
    extraBytes += part == Part.CHUNK_LINE ? Math.max(0, line.length() - USUAL_CHUNK_LINE) : 0;
    boolean ends = part == Part.TRAILER && line.isBlank();
    switch (part) {
      case CHUNK_LINE -> chunk();
      case CHUNK_END -> {
        if (!line.isBlank()) {
          throw HttpFault.malformed("has more in a chunk than its " + Counted.bytes(length));
        }
        part = Part.CHUNK_LINE;
      }
      default -> {} // trailers are ignored
    }
    line.clear();
    return ends;
  }

  private void chunk() {
    length = line.chunkSize(MAX_BYTES);
    if (length < 0) {
      throw HttpFault.malformed("\"" + line.shown() + "\" is not the size of a chunk");
    }
    begin();
    part = length == 0 ? Part.TRAILER : Part.CHUNK;
  }

  /// Call when the server closes its side. The body is then complete if the last chunk has arrived
  /// (RFC 9112 section 8), or if it extends to the end of the connection and only the server can
  /// have closed that.
  ///
  /// @param orderly whether a TLS close_notify arrived (RFC 9112 section 9.8)
  /// @return why the body is incomplete; empty if it is complete
  String end(boolean orderly) {
    return switch (part) {
      case TRAILER -> "";
      case UNTIL_CLOSE -> orderly ? "" : "ended its body without a TLS close_notify";
      case LENGTH, CHUNK, CHUNK_END, CHUNK_LINE -> "ended " + place().words();
    };
  }

  /// How far the body has been read. Must not be called once it is complete.
  HttpPlace place() {
    return switch (part) {
      case TRAILER -> new HttpPlace(HttpPlace.Part.TRAILERS, bytes, 0);
      case UNTIL_CLOSE -> new HttpPlace(HttpPlace.Part.OPEN_BODY, bytes, 0);
      case LENGTH -> new HttpPlace(HttpPlace.Part.BODY, bytes, length);
      case CHUNK, CHUNK_END, CHUNK_LINE -> new HttpPlace(HttpPlace.Part.CHUNKS, bytes, 0);
    };
  }
}

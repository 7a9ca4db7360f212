package io.pingdeck.packet.http;

import io.pingdeck.base.Counted;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The body of a response, whose end is told by its head (RFC 9112 section 6.3).
final class HttpBody {
  static final long MAX_BYTES = 4 << 20;
  private static final String BOUND = "4 MiB of body";

  /// Extensions and trailers are not limited by the body's bound.
  private static final int MAX_EXTRA_BYTES = 64 << 10;

  private static final String EXTRA_BOUND = "64 KiB of chunk extensions and trailers";
  private static final Pattern LENGTHS = Pattern.compile("[0-9]+(?:[ \\t]*,[ \\t]*[0-9]+)*");
  private static final Pattern CHUNK =
      Pattern.compile("[0-9A-Fa-f]+[ \\t]*(?:;.*)?", Pattern.DOTALL);
  private static final int USUAL_CHUNK_LINE = 18;
  private static final int LONG_DIGITS = 15;

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
  private long rest; // of it
  private long bytes;
  private int extraBytes;

  /// @param bodiless the request was a HEAD
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

  /// What cannot be read to its end is not begun.
  private void begin() {
    rest = length;
    if (length > MAX_BYTES - bytes) {
      throw HttpFault.flooded(BOUND);
    }
  }

  /// A length that is given more than once is one if all are the same.
  static long length(String text) {
    String[] lengths = LENGTHS.matcher(text).matches() ? text.split("[ \\t]*,[ \\t]*") : null;
    if (lengths == null
        || Arrays.stream(lengths).mapToLong(HttpBody::number).distinct().count() > 1) {
      throw HttpFault.malformed("its Content-Length is \"" + HttpLine.shown(text) + "\"");
    }
    return number(lengths[0]);
  }

  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  /// @return whether the body is whole
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
    ByteBuffer data = in.slice(in.position(), count);
    in.position(in.position() + count);
    bytes += count;
    rest -= count;
    if (bytes > MAX_BYTES) {
      throw HttpFault.flooded(BOUND);
    }
    sink.accept(data);
    if (part == Part.CHUNK && rest == 0) {
      part = Part.CHUNK_END;
    }
  }

  /// @return whether this line ends the body
  private boolean accept() {
    String text = line.text();
    extraBytes += part == Part.TRAILER ? line.length() + 1 : 0;
    extraBytes += part == Part.CHUNK_LINE ? Math.max(0, line.length() - USUAL_CHUNK_LINE) : 0;
    boolean ends = part == Part.TRAILER && text.isEmpty();
    switch (part) {
      case CHUNK_LINE -> chunk(text);
      case CHUNK_END -> {
        if (!text.isEmpty()) {
          throw HttpFault.malformed("has more in a chunk than its " + Counted.bytes(length));
        }
        part = Part.CHUNK_LINE;
      }
      default -> {} // a trailer says nothing that is looked at
    }
    line.clear();
    return ends;
  }

  private void chunk(String text) {
    if (!CHUNK.matcher(text).matches()) {
      throw HttpFault.malformed("\"" + line.shown() + "\" is not the size of a chunk");
    }
    String digits = text.split("[ \\t;]", 2)[0].replaceFirst("^0+(?=.)", "");
    length = digits.length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits, 16);
    begin();
    part = length == 0 ? Part.TRAILER : Part.CHUNK;
  }

  /// The server has ended its side. A body is whole then if the last chunk was there (RFC 9112
  /// section 8), or if it ends with the connection and nobody but the server can have ended that.
  ///
  /// @param orderly in TLS a close_notify came (RFC 9112 section 9.8)
  /// @return why it is not; empty if it is
  String end(boolean orderly) {
    return switch (part) {
      case TRAILER -> "";
      case UNTIL_CLOSE -> orderly ? "" : "ended its body without a TLS close_notify";
      case LENGTH, CHUNK, CHUNK_END, CHUNK_LINE -> "ended " + place().words();
    };
  }

  /// Where it stands. Only before it is whole.
  HttpPlace place() {
    return switch (part) {
      case TRAILER -> new HttpPlace(HttpPlace.Part.TRAILERS, bytes, 0);
      case UNTIL_CLOSE -> new HttpPlace(HttpPlace.Part.OPEN_BODY, bytes, 0);
      case LENGTH -> new HttpPlace(HttpPlace.Part.BODY, bytes, length);
      case CHUNK, CHUNK_END, CHUNK_LINE -> new HttpPlace(HttpPlace.Part.CHUNKS, bytes, 0);
    };
  }
}

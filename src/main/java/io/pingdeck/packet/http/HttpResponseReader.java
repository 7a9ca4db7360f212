package io.pingdeck.packet.http;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads the response to one HTTP/1.1 request from the pieces it comes in: pure, and the same
/// however it is cut. What RFC 9110 and RFC 9112 let a client accept it accepts; everything else is
/// [HttpReading.Malformed] with its reason. What follows a whole response is left alone.
///
/// Bounds: [#MAX_HEAD_BYTES] for each head, [#MAX_BODY_BYTES] of body, [#MAX_INTERIM] interim
/// responses, 64 KiB of chunk extensions and trailers, and 1 MiB of all that frames chunks. The
/// time that a response takes is in proportion to its bytes.
public final class HttpResponseReader {
  public static final int MAX_HEAD_BYTES = HttpHead.MAX_BYTES;
  public static final long MAX_BODY_BYTES = HttpBody.MAX_BYTES;
  public static final int MAX_INTERIM = 32;

  private final boolean bodiless;
  private final Consumer<ByteBuffer> sink;
  private HttpHead head = new HttpHead();
  private HttpBody body; // null until the final head is whole
  private HttpReading reading; // null until it is known
  private int interim;
  private int interimStatus; // the last one's

  /// @param bodiless the request was a HEAD
  /// @param sink gets the body, decoded, in pieces that are valid during the call
  public HttpResponseReader(boolean bodiless, Consumer<ByteBuffer> sink) {
    this.bodiless = bodiless;
    this.sink = requireNonNull(sink, "sink");
  }

  /// Takes what has come, from position to limit.
  ///
  /// @return what it is, once that is known
  public Optional<HttpReading> read(ByteBuffer bytes) {
    try {
      while (reading == null && (body != null || bytes.hasRemaining())) {
        if (body == null && head.read(bytes)) {
          headIsWhole();
        }
        if (body != null) {
          if (!body.read(bytes)) {
            break;
          }
          reading = new HttpReading.Answered(head.status());
        }
      }
    } catch (HttpFault fault) {
      reading = fault.reading();
    }
    return Optional.ofNullable(reading);
  }

  private void headIsWhole() {
    if (!head.isInterim()) {
      body = new HttpBody(head, bodiless, sink);
    } else if (interim == MAX_INTERIM) {
      throw HttpFault.flooded(MAX_INTERIM + " interim responses");
    } else {
      interim++;
      interimStatus = head.status();
      head = new HttpHead();
    }
  }

  /// The server has ended its side of the connection.
  ///
  /// @param orderly whether nobody else can have ended it: the end of a TCP connection without TLS,
  ///   or a close_notify
  /// @return empty if not a byte had come
  public Optional<HttpReading> end(boolean orderly) {
    if (reading == null && body != null) {
      String fault = body.end(orderly);
      reading =
          fault.isEmpty()
              ? new HttpReading.Answered(head.status())
              : new HttpReading.Malformed(fault);
    } else if (reading == null && hasBegun()) {
      reading = new HttpReading.Malformed("ended " + place().words());
    }
    return Optional.ofNullable(reading);
  }

  /// Whether a byte of it has come.
  public boolean hasBegun() {
    return body != null || interim > 0 || head.bytes() > 0;
  }

  /// Where it stands. Only once it has begun, and before there is a reading.
  public HttpPlace place() {
    if (body != null) {
      return body.place();
    }
    return head.bytes() > 0
        ? new HttpPlace(HttpPlace.Part.HEAD, head.bytes(), 0)
        : new HttpPlace(HttpPlace.Part.INTERIM, 0, interimStatus);
  }

  /// Whether the head of the final response has come.
  public boolean hasHead() {
    return body != null;
  }

  /// How many bytes of the body have come, without what frames them. Only once there is a head.
  public long bodyBytes() {
    return body.bytes();
  }

  /// What the head says that the body has, in bytes; empty if it does not say, or if chunks do (RFC
  /// 9112 section 6.3). Only once there is a head.
  public OptionalLong contentLength() {
    Optional<String> length = head.field("content-length");
    if (length.isEmpty() || head.field("transfer-encoding").isPresent()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(HttpBody.length(length.get()));
    } catch (HttpFault fault) {
      return OptionalLong.empty(); // that of a response without a body, of which nobody cares
    }
  }

  /// As the status line writes it, such as `1.1`. Only once there is a head.
  public String version() {
    return head.version();
  }

  /// A field of the head; several of one name are joined by commas. Only once there is a head.
  ///
  /// @param name in small letters
  public Optional<String> field(String name) {
    return head.field(name);
  }
}

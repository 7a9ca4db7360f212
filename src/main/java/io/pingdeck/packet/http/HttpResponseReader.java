package io.pingdeck.packet.http;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads the response to one HTTP/1.1 request incrementally. The result does not depend on how the
/// bytes are split. The reader accepts everything that RFC 9110 and RFC 9112 allow a client to
/// accept; anything else is [HttpReading.Malformed] with its reason. Bytes after a complete
/// response are not consumed.
///
/// Limits: [#MAX_HEAD_BYTES] per head, [#MAX_BODY_BYTES] of body, [#MAX_INTERIM] interim responses,
/// 64 KiB of chunk extensions and trailers, and 1 MiB of chunk framing in total. The running time
/// is linear in the number of bytes.
public final class HttpResponseReader {
  public static final int MAX_HEAD_BYTES = HttpHead.MAX_BYTES;
  public static final long MAX_BODY_BYTES = HttpBody.MAX_BYTES;
  public static final int MAX_INTERIM = 32;

  private final boolean bodiless;
  private final Consumer<ByteBuffer> sink;
  private HttpHead head = new HttpHead();
  private HttpBody body; // null until the final head is complete
  private HttpReading reading; // null until it is known
  private int interim;
  private int interimStatus; // of the last one

  /// @param bodiless the response answers a HEAD request
  /// @param sink receives the decoded body in pieces, each valid only during the call
  public HttpResponseReader(boolean bodiless, Consumer<ByteBuffer> sink) {
    this.bodiless = bodiless;
    this.sink = requireNonNull(sink, "sink");
  }

  /// Reads the received bytes, from position to limit.
  ///
  /// @return the result, once it is known
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

  /// Call when the server closes its side of the connection.
  ///
  /// @param orderly whether only the server can have closed it: the end of a TCP connection without
  ///   TLS, or a close_notify
  /// @return empty if no byte had arrived
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

  /// Whether at least one byte has arrived.
  public boolean hasBegun() {
    return body != null || interim > 0 || head.bytes() > 0;
  }

  /// How far the response has been read. Requires that it has begun and has no result yet.
  public HttpPlace place() {
    if (body != null) {
      return body.place();
    }
    return head.bytes() > 0
        ? new HttpPlace(HttpPlace.Part.HEAD, head.bytes(), 0)
        : new HttpPlace(HttpPlace.Part.INTERIM, 0, interimStatus);
  }

  /// Whether the head of the final response has arrived.
  public boolean hasHead() {
    return body != null;
  }

  /// Number of body bytes received, without framing. Requires a head.
  public long bodyBytes() {
    return body.bytes();
  }

  /// The body's length in bytes, according to the head; empty if the head does not specify it or
  /// the body is chunked (RFC 9112 section 6.3). Requires a head.
  public OptionalLong contentLength() {
    Optional<String> length = head.field("content-length");
    if (length.isEmpty() || head.field("transfer-encoding").isPresent()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(HttpBody.length(length.get()));
    } catch (HttpFault fault) {
      // only possible for a response without a body, where it does not matter
      return OptionalLong.empty();
    }
  }

  /// The version as written in the status line, such as `1.1`. Requires a head.
  public String version() {
    return head.version();
  }

  /// A field of the head. Repeated fields are joined with commas. Requires a head.
  ///
  /// @param name in lower case
  public Optional<String> field(String name) {
    return head.field(name);
  }
}

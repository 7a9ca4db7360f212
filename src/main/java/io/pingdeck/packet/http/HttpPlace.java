package io.pingdeck.packet.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Counted;

/// How far an incomplete response has been read.
///
/// @param part the part being read
/// @param bytes number of bytes of that part received; for chunks, number of body bytes
/// @param number for [Part#INTERIM] the status, for [Part#BODY] the body's length in bytes,
///   otherwise 0
public record HttpPlace(Part part, long bytes, long number) {
  /// A part of a response.
  public enum Part {
    /// The head of the final or of an interim response.
    HEAD,
    /// An interim response is complete, and nothing has arrived since.
    INTERIM,
    /// A body of known length.
    BODY,
    /// A body of unknown length, which extends to the end of the connection.
    OPEN_BODY,
    CHUNKS,
    /// The last chunk has arrived.
    TRAILERS
  }

  public HttpPlace {
    requireNonNull(part, "part");
  }

  /// A phrase for messages that completes "it ended ...".
  public String words() {
    return switch (part) {
      case HEAD -> "within its head, after " + Counted.bytes(bytes);
      case INTERIM -> "after an interim response " + number;
      case BODY -> "after " + bytes + " of " + Counted.bytes(number) + " of body";
      case OPEN_BODY ->
          "after " + Counted.bytes(bytes) + " of a body that the end of the connection ends";
      case CHUNKS -> "after " + Counted.bytes(bytes) + ", before the last chunk";
      case TRAILERS -> "within its trailers";
    };
  }
}

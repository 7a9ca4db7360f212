package io.pingdeck.packet.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Counted;

/// Where a response stands that has begun and not ended.
///
/// @param part what is being read
/// @param bytes how many bytes of that part came; of chunks, how many of the body
/// @param number of [Part#INTERIM] the status, of [Part#BODY] how many bytes it has, otherwise 0
public record HttpPlace(Part part, long bytes, long number) {
  /// A part of a response.
  public enum Part {
    /// The head, of an interim response too.
    HEAD,
    /// A whole interim response came and nothing since.
    INTERIM,
    /// A body whose length is known.
    BODY,
    /// A body without a length, which ends with the connection.
    OPEN_BODY,
    CHUNKS,
    /// The last chunk came.
    TRAILERS
  }

  public HttpPlace {
    requireNonNull(part, "part");
  }

  /// For a person: what follows "it ended".
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

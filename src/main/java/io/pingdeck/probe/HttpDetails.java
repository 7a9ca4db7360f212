package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/// What an HTTP response says of itself besides its status.
///
/// @param version as its status line writes it: `1.1`
/// @param contentLength what its field of that name says, in bytes; empty without it
/// @param bodyBytes how many bytes of body came, without what transfers it, such as chunk sizes
/// @param tlsVersion `TLS 1.3`; empty without TLS
public record HttpDetails(
    String version, OptionalLong contentLength, long bodyBytes, Optional<String> tlsVersion) {
  public HttpDetails {
    requireNonNull(version, "version");
    requireNonNull(contentLength, "contentLength");
    requireNonNull(tlsVersion, "tlsVersion");
  }
}

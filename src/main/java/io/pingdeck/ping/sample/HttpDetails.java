package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Details of an HTTP response in addition to its status.
///
/// @param version as in the status line: `1.1`
/// @param contentLength value of that field, in bytes; empty without it
/// @param bodyBytes bytes of body received, without the transfer coding, such as chunk sizes
/// @param lastModified value of that field; empty without it, or if it is not a date
/// @param tls empty without TLS
public record HttpDetails(
    String version,
    OptionalLong contentLength,
    long bodyBytes,
    Optional<Instant> lastModified,
    Optional<TlsDetails> tls) {
  public HttpDetails {
    requireNonNull(version, "version");
    requireNonNull(contentLength, "contentLength");
    requireNonNull(lastModified, "lastModified");
    requireNonNull(tls, "tls");
  }
}

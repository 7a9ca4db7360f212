package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What an HTTP response says of itself besides its status.
///
/// @param version as its status line writes it: `1.1`
/// @param contentLength what its field of that name says, in bytes; empty without it
/// @param bodyBytes how many bytes of body came, without what transfers it, such as chunk sizes
/// @param lastModified what its field of that name says; empty without it, or if it is no date
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

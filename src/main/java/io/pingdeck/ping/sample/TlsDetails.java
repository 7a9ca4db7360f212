package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// What a TLS handshake came to.
///
/// @param version what both sides agreed on: `TLS 1.3`
/// @param certificateExpiry when the server's own certificate runs out
/// @param earliestExpiry when the first of all certificates that the server has shown runs out
public record TlsDetails(String version, Instant certificateExpiry, Instant earliestExpiry) {
  public TlsDetails {
    requireNonNull(version, "version");
    requireNonNull(certificateExpiry, "certificateExpiry");
    requireNonNull(earliestExpiry, "earliestExpiry");
  }
}

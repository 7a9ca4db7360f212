package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// The result of a TLS handshake.
///
/// @param version the negotiated version: `TLS 1.3`
/// @param certificateExpiry expiry of the server's own certificate
/// @param earliestExpiry earliest expiry of all certificates that the server presented
public record TlsDetails(String version, Instant certificateExpiry, Instant earliestExpiry) {
  public TlsDetails {
    requireNonNull(version, "version");
    requireNonNull(certificateExpiry, "certificateExpiry");
    requireNonNull(earliestExpiry, "earliestExpiry");
  }
}

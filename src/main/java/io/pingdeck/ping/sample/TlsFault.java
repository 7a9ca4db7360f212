package io.pingdeck.ping.sample;

/// Why a TLS handshake failed, as far as the client can tell. History on disk stores ordinals, so
/// new faults go to the end.
public enum TlsFault {
  /// The certificate is signed by an unknown authority.
  UNTRUSTED("untrusted"),
  /// The certificate, or one in its chain, has expired or is not valid yet.
  EXPIRED("expired"),
  /// The certificate is not valid for the requested name.
  NAME_MISMATCH("nameMismatch"),
  /// No common protocol version or cipher, or the server does not speak TLS.
  PROTOCOL("protocol"),
  /// The server sent an alert with another cause.
  ALERT("alert"),
  /// The handshake began and did not complete within the timeout.
  UNFINISHED("unfinished");

  private final String json;

  TlsFault(String json) {
    this.json = json;
  }

  /// The name used in JSON.
  public String json() {
    return json;
  }
}

package io.pingdeck.ping.sample;

/// Why a TLS handshake failed, as far as this side can tell. History on disk knows them by their
/// place: new ones go to the end.
public enum TlsFault {
  /// No trusted authority vouches for the certificate.
  UNTRUSTED("untrusted"),
  /// The certificate, or one that vouches for it, has expired or is not valid yet.
  EXPIRED("expired"),
  /// The certificate is for other names than the one asked for.
  NAME_MISMATCH("nameMismatch"),
  /// The two sides have no protocol or cipher in common, or the server does not speak TLS.
  PROTOCOL("protocol"),
  /// The server ended it with an alert that says more than that.
  ALERT("alert"),
  /// It had begun, and did not end within the timeout.
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

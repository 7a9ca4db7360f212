package io.pingdeck.ping.target;

/// The request of an HTTP probe (RFC 9110 section 9.3).
public enum HttpMethod {
  /// The whole document; its body is read and thrown away.
  GET,
  /// Its head alone.
  HEAD,
  /// Sends an empty document. A server may act on it.
  POST
}

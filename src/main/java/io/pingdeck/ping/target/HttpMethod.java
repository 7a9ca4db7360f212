package io.pingdeck.ping.target;

/// The request of an HTTP probe (RFC 9110 section 9.3).
public enum HttpMethod {
  /// The whole document; the body is read and discarded.
  GET,
  /// The head only.
  HEAD,
  /// Sends an empty body. A server may act on it.
  POST
}

package io.pingdeck.web.oidc;

/// An ID token proves nothing. The message says why, and quotes nothing of it.
final class TokenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TokenException(String message) {
    super(message, null, false, false);
  }
}

package io.pingdeck.web.oidc;

/// The provider cannot be used now. The message is a sentence for people, without secrets.
final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProviderException(String message) {
    super(message, null, false, false);
  }
}

package io.pingdeck.web.oidc;

/// The provider cannot be used now. The message is a sentence for everybody, without secrets.
final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String cause;

  ProviderException(String message) {
    this(message, "");
  }

  /// @param cause for the log alone: it may name addresses of an inner network
  ProviderException(String message, String cause) {
    super(message, null, false, false);
    this.cause = cause;
  }

  /// The message with the cause.
  String whole() {
    return cause.isEmpty() ? getMessage() : getMessage() + ": " + cause;
  }
}

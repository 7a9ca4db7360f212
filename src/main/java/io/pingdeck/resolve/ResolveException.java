package io.pingdeck.resolve;

/// The failure to resolve a name. The message completes a sentence that starts with the name: `does
/// not exist (NXDOMAIN from 192.0.2.53)`.
public final class ResolveException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /// What the failure means for a caller that may try another source.
  enum Kind {
    /// No server gave a valid response.
    FAILED,
    /// The name does not exist, or it has no address.
    NO_ADDRESS,
    /// The name exists, but has no address of the requested family.
    NO_SUCH_FAMILY
  }

  ResolveException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  ResolveException(String message) {
    this(Kind.FAILED, message);
  }

  Kind kind() {
    return kind;
  }

  /// Whether the lookup may succeed for another address family.
  public boolean isAboutTheFamily() {
    return kind == Kind.NO_SUCH_FAMILY;
  }
}

package io.pingdeck.resolve;

/// A name without an address. The message goes on where the name ends: `does not exist (NXDOMAIN
/// from 192.0.2.53)`.
public final class ResolveException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /// What a name server's answer means for whoever may ask elsewhere.
  enum Kind {
    /// Nobody knows.
    FAILED,
    /// There is no such name, or it has no address.
    NO_ADDRESS,
    /// The name exists; an address of the wanted family does not.
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

  /// Whether another family of addresses might do.
  public boolean isAboutTheFamily() {
    return kind == Kind.NO_SUCH_FAMILY;
  }
}

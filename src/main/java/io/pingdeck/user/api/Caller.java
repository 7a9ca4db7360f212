package io.pingdeck.user.api;

import static java.util.Objects.requireNonNull;

/// Who makes a request.
///
/// @param name name of the user or token; `local` for a request that needs no login
public record Caller(String name, Role role, Proof proof) {
  /// A user of this machine. Needs no login as long as Pingdeck listens on loopback only.
  public static final Caller LOCAL = new Caller("local", Role.ADMIN, Proof.LOOPBACK);

  /// How the caller proved who it is.
  public enum Proof {
    /// By reaching a page that listens on loopback only.
    LOOPBACK,
    /// By a password, for the session that followed.
    PASSWORD,
    TOKEN,
    /// By the name that a trusted proxy put into a header.
    PROXY,
    /// By a login at an OpenID provider.
    OIDC
  }

  public Caller {
    requireNonNull(name, "name");
    requireNonNull(role, "role");
    requireNonNull(proof, "proof");
  }

  /// Whether the request may come from another machine.
  public boolean isRemote() {
    return proof != Proof.LOOPBACK;
  }
}

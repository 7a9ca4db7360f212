package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Who must log in, and for how long a login lasts.
///
/// @param setupCode whether Pingdeck starts without a user although a login is required, and logs a
///   one-time code with which the first visitor becomes the first admin
/// @param idleTimeout a session without a request and without an open live connection ends after
///   this time
/// @param maxAge a session ends this time after the login
/// @param oidc people may log in at an OpenID provider
/// @param header a trusted proxy says who makes a request
public record LoginConfig(
    Mode mode,
    boolean setupCode,
    Duration idleTimeout,
    Duration maxAge,
    Optional<OidcConfig> oidc,
    Optional<TrustedHeader> header) {
  public static final LoginConfig DEFAULT =
      new LoginConfig(Mode.AUTO, false, Duration.ofHours(8), Duration.ofDays(7));

  /// When a login is required.
  public enum Mode {
    /// If other machines reach the page: it listens beyond loopback, or a reverse proxy is
    /// configured and a user exists. Also if others than Pingdeck know its users.
    AUTO,
    ALWAYS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public LoginConfig {
    requireNonNull(mode, "mode");
    requireNonNull(idleTimeout, "idleTimeout");
    requireNonNull(maxAge, "maxAge");
    requireNonNull(oidc, "oidc");
    requireNonNull(header, "header");
  }

  /// Where Pingdeck alone knows its users.
  public LoginConfig(Mode mode, boolean setupCode, Duration idleTimeout, Duration maxAge) {
    this(mode, setupCode, idleTimeout, maxAge, Optional.empty(), Optional.empty());
  }

  /// Whether others than Pingdeck know people who may use it.
  public boolean isExternal() {
    return oidc.isPresent() || header.isPresent();
  }

  /// The same with relative files below this folder.
  LoginConfig below(Path folder) {
    return new LoginConfig(
        mode, setupCode, idleTimeout, maxAge, oidc.map(one -> one.below(folder)), header);
  }
}

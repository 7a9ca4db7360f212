package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;

/// Who must log in, and for how long a login lasts.
///
/// @param setupCode whether Pingdeck starts without a user although a login is required, and logs a
///   one-time code with which the first visitor becomes the first admin
/// @param idleTimeout a session without a request and without an open live connection ends after
///   this time
/// @param maxAge a session ends this time after the login
public record LoginConfig(Mode mode, boolean setupCode, Duration idleTimeout, Duration maxAge) {
  public static final LoginConfig DEFAULT =
      new LoginConfig(Mode.AUTO, false, Duration.ofHours(8), Duration.ofDays(7));

  /// When a login is required.
  public enum Mode {
    /// If other machines reach the page: it listens beyond loopback, or a reverse proxy is
    /// configured and a user exists.
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
  }
}

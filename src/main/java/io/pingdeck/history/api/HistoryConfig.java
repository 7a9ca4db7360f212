package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// What is kept on disk of the past.
///
/// @param enabled whether anything is
/// @param limits how much of it
/// @param server where it is kept; empty if in files of this program's own
/// @param passwordFile whose first line is the server's password
public record HistoryConfig(
    boolean enabled,
    HistoryLimits limits,
    Optional<HistoryServer> server,
    Optional<Path> passwordFile) {
  public static final HistoryConfig DEFAULT =
      new HistoryConfig(true, HistoryLimits.DEFAULT, Optional.empty(), Optional.empty());

  public HistoryConfig {
    requireNonNull(limits, "limits");
    requireNonNull(server, "server");
    requireNonNull(passwordFile, "passwordFile");
  }

  /// The server with its password read from the file, if there is one.
  ///
  /// @param home what a relative path is relative to
  public HistoryConfig withPassword(Path home) {
    return passwordFile.isEmpty()
        ? this
        : new HistoryConfig(
            enabled,
            limits,
            server.map(s -> s.withPasswordOf(home.resolve(passwordFile.get()))),
            Optional.empty());
  }
}

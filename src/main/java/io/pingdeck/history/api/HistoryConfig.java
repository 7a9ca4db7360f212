package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// Settings of the history on disk.
///
/// @param enabled whether the history is stored
/// @param limits how much is stored
/// @param server the database server; empty to store local files
/// @param passwordFile file whose first line is the server's password
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

  /// The same, with the server's password read from the file, if there is one.
  ///
  /// @param home folder that a relative path refers to
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

package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

/// A value given on the command line instead of in the file.
///
/// @param label what the person wrote it as: `--web-port`; names it in faults
/// @param path the key: `web.port`, `echo.servers.0.port`
/// @param text the value as it would stand in the file
public record Setting(String label, String path, String text) {
  public Setting {
    requireNonNull(label, "label");
    requireNonNull(path, "path");
    requireNonNull(text, "text");
  }
}

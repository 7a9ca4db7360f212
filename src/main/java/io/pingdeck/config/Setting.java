package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

/// A value given on the command line instead of in the file.
///
/// @param label the flag as written, such as `--web-port`; used in faults
/// @param path the key, such as `web.port` or `echo.servers.0.port`
/// @param text the value, in the syntax of the file
public record Setting(String label, String path, String text) {
  public Setting {
    requireNonNull(label, "label");
    requireNonNull(path, "path");
    requireNonNull(text, "text");
  }
}

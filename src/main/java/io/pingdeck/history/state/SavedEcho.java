package io.pingdeck.history.state;

import static java.util.Objects.requireNonNull;

import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSpec;

/// An echo server in its last saved state.
///
/// @param isConfigured whether the configuration started it; then only its impairment and whether
///   it runs are restored
public record SavedEcho(EchoServerId id, EchoSpec spec, boolean isRunning, boolean isConfigured) {
  public SavedEcho {
    requireNonNull(id, "id");
    requireNonNull(spec, "spec");
  }
}

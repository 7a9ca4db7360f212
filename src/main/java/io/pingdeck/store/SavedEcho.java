package io.pingdeck.store;

import static java.util.Objects.requireNonNull;

import io.pingdeck.echo.EchoServerId;
import io.pingdeck.echo.EchoSpec;

/// An echo server as it was when it was last saved.
///
/// @param isConfigured whether the configuration had started it; then only its impairment and
///   whether it runs come back
record SavedEcho(EchoServerId id, EchoSpec spec, boolean isRunning, boolean isConfigured) {
  SavedEcho {
    requireNonNull(id, "id");
    requireNonNull(spec, "spec");
  }
}

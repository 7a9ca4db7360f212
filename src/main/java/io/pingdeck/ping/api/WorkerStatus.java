package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

/// Status of a pinger worker.
///
/// @param worker its number, from 0
public record WorkerStatus(int worker, LoopStatus loop) {
  public WorkerStatus {
    requireNonNull(loop, "loop");
  }
}

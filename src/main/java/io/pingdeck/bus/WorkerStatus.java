package io.pingdeck.bus;

import static java.util.Objects.requireNonNull;

import io.pingdeck.probe.LoopStatus;

/// How a pinger worker is doing.
///
/// @param worker its number, from 0
public record WorkerStatus(int worker, LoopStatus loop) {
  public WorkerStatus {
    requireNonNull(loop, "loop");
  }
}

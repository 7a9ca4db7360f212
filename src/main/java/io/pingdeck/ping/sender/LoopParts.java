package io.pingdeck.ping.sender;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.engine.ProbeEngine;

/// What every sender of one I/O loop shares.
///
/// @param engine decides the outcome of each probe
/// @param connections maximum concurrent connections of one sender
/// @param texts where texts of answers are kept
public record LoopParts(
    Sockets sockets,
    Poller poller,
    ProbeEngine engine,
    NanoClock clock,
    EpochClock epochClock,
    int connections,
    AnswerTexts texts) {
  public LoopParts {
    requireNonNull(sockets, "sockets");
    requireNonNull(poller, "poller");
    requireNonNull(engine, "engine");
    requireNonNull(clock, "clock");
    requireNonNull(epochClock, "epochClock");
    requireNonNull(texts, "texts");
  }
}

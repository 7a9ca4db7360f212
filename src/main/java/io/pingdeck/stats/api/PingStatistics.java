package io.pingdeck.stats.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingId;
import java.util.List;

/// A ping's statistics over each [Window], in order. The windows of an ended ping end with the last
/// probe it sent.
public record PingStatistics(PingId ping, List<WindowFigures> windows) {
  public PingStatistics {
    requireNonNull(ping, "ping");
    windows = List.copyOf(windows);
  }
}

package io.pingdeck.cli;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.Sample;
import io.pingdeck.stats.PingSnapshot;

/// How a ping is shown on the command line.
sealed interface PingPrinter permits TextPrinter, JsonPrinter {
  void start(PingSpec spec, Endpoint address);

  /// One probe has its outcome, or went from lost to late.
  void sample(Sample sample);

  void summary(PingSnapshot snapshot);
}

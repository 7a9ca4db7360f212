package io.pingdeck.cli.print;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PlannedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import java.util.List;

/// How pings are shown on the command line.
public sealed interface PingPrinter permits TextPrinter, ListPrinter, JsonPrinter, LabPrinter {
  void start(List<PlannedPing> pings);

  /// Sample `i` of the batch: a probe has its outcome, or went from lost to late.
  void sample(SampleBatch batch, int i);

  /// An ICMP error from a pinged host that quotes nothing: it belongs to no probe.
  void bareError(BareIcmpError error);

  /// Something happened to a ping's address; the last of its changes says what.
  void addressChanged(PingInfo ping);

  /// Once for each ping, in the order of their start.
  void summary(PingSnapshot snapshot);
}

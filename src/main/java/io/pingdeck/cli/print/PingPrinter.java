package io.pingdeck.cli.print;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import java.util.List;

/// Output of pings on the command line.
public sealed interface PingPrinter permits TextPrinter, ListPrinter, JsonPrinter, LabPrinter {
  void start(List<ResolvedPing> pings);

  /// Prints sample `i` of the batch: a probe got its outcome, or changed from lost to late.
  void sample(SampleBatch batch, int i);

  /// Prints an ICMP error without a quoted packet from a pinged host; it belongs to no probe.
  void bareError(BareIcmpError error);

  /// Prints the last of a ping's address changes.
  void addressChanged(PingInfo ping);

  /// Called once for each ping, in the order of their start.
  void summary(PingSnapshot snapshot);
}

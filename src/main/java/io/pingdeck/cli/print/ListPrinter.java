package io.pingdeck.cli.print;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.ServiceStatus;
import java.io.PrintWriter;
import java.util.List;

/// Prints one line per target at the end, in the style of `fping`.
public final class ListPrinter implements PingPrinter {
  private static final int WIDEST = 48;

  private final PrintWriter out;
  private int width;

  public ListPrinter(PrintWriter out) {
    this.out = requireNonNull(out, "out");
  }

  @Override
  public void start(List<ResolvedPing> pings) {
    width =
        pings.stream()
            .mapToInt(ping -> ping.spec().target().toString().length())
            .filter(length -> length <= WIDEST)
            .max()
            .orElse(WIDEST);
  }

  @Override
  public void sample(SampleBatch batch, int i) {
    // No lines per probe: with thousands of targets they would hide the summary.
  }

  @Override
  public void bareError(BareIcmpError error) {
    // Omitted, like single samples.
  }

  @Override
  public void addressChanged(PingInfo ping) {
    out.println(ping.spec().target() + " : " + ping.changes().getLast().text());
  }

  @Override
  public void summary(PingSnapshot snapshot) {
    String target = snapshot.info().spec().target().toString();
    out.print(target + " ".repeat(Math.max(0, width - target.length())) + " : ");
    ServiceStatus status = snapshot.status();
    out.print(
        status.state().json() + (status.reason().isEmpty() ? "" : " (" + status.reason() + ")"));
    out.print(", " + SummaryText.counts(snapshot.counters()));
    snapshot
        .rtt()
        .ifPresent(rtt ->
            out.print(
                ", rtt min "
                    + RttText.format(rtt.min())
                    + ", median "
                    + RttText.format(rtt.median())
                    + ", max "
                    + RttText.format(rtt.max())));
    out.println();
  }
}

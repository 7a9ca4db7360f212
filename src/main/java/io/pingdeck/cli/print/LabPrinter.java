package io.pingdeck.cli.print;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Prints like the client of the UDP pinger lab: each reply with its RTT in seconds, `Request timed
/// out` for a timeout, and the counts of both at the end. ICMP errors are printed as its raw socket
/// would show them.
public final class LabPrinter implements PingPrinter {
  private static final double SECOND = 1e9;

  private final PrintWriter out;
  private final boolean quiet;

  public LabPrinter(PrintWriter out, boolean quiet) {
    this.out = requireNonNull(out, "out");
    this.quiet = quiet;
  }

  @Override
  public void start(List<ResolvedPing> pings) {
    // The lab's client prints nothing before its first reply.
  }

  @Override
  public void sample(SampleBatch batch, int i) {
    // A late reply was already printed as timed out.
    if (!quiet && batch.outcome(i) != Outcome.LATE) {
      out.println(line(batch.sample(i)));
    }
  }

  private static String line(Sample sample) {
    return switch (sample.outcome()) {
      case REPLY -> answer(sample) + " RTT " + seconds(sample.rttNanos().orElseThrow()) + " s";
      case LOST -> "Request timed out";
      case ICMP_ERROR ->
          sample
              .icmpError()
              .map(e -> "Received ICMP '" + e.name() + "' from " + e.from().host())
              .orElseThrow();
      default -> "Request failed: " + sample.outcome().json();
    };
  }

  private static String answer(Sample sample) {
    return sample
        .answer()
        .map(a -> a instanceof Response.Echo(String text) ? text : AnswerText.of(a))
        .orElse("Reply " + sample.sequence());
  }

  @Override
  public void bareError(BareIcmpError error) {
    if (!quiet) {
      out.println("Received ICMP '" + error.name() + "' from " + error.from().host());
    }
  }

  @Override
  public void addressChanged(PingInfo ping) {
    if (!quiet) {
      out.println(ping.changes().getLast().text());
    }
  }

  /// Received counts only replies within the timeout, as the lab's client does.
  @Override
  public void summary(PingSnapshot snapshot) {
    PingCounters c = snapshot.counters();
    double lost = c.sent() == 0 ? 0 : 100.0 * (c.sent() - c.count(Outcome.REPLY)) / c.sent();
    String format = "%d sent, %d received, %s%% lost%n";
    out.printf(Locale.ROOT, format, c.sent(), c.count(Outcome.REPLY), SummaryText.percent(lost));
    snapshot
        .rtt()
        .ifPresent(rtt ->
            out.println(
                "min "
                    + seconds(rtt.min())
                    + " max "
                    + seconds(rtt.max())
                    + " avg "
                    + seconds(rtt.mean())
                    + " s"));
  }

  private static String seconds(double nanos) {
    return String.format(Locale.ROOT, "%.6f", nanos / SECOND);
  }
}

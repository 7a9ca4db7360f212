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
import io.pingdeck.stats.api.OutcomeWords;
import io.pingdeck.stats.api.PingSnapshot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Prints like the client of the UDP pinger lab: each reply with its RTT in seconds, `Request timed
/// out` for a timeout, and the counts of both at the end. ICMP errors within the timeout are
/// printed as its raw socket would show them.
public final class LabPrinter implements PingPrinter {
  private static final double SECOND = 1e9;

  /// Maximum number of lost probes to remember; an older one is rarely corrected.
  private static final int MOST_REMEMBERED = 100_000;

  private final PrintWriter out;
  private final boolean quiet;
  private final Set<Long> timedOut = Collections.newSetFromMap(new Remembered());

  public LabPrinter(PrintWriter out, boolean quiet) {
    this.out = requireNonNull(out, "out");
    this.quiet = quiet;
  }

  @Override
  public void start(List<ResolvedPing> pings) {
    // The lab's client prints nothing before its first reply.
  }

  /// Prints one line per probe. The lab's client stops waiting at the timeout, so whatever comes
  /// after it is a timeout too, and its correction of a loss prints nothing.
  @Override
  public void sample(SampleBatch batch, int i) {
    if (quiet) {
      return;
    }
    if (batch.outcome(i) != Outcome.LOST && !batch.isAfterTimeout(i)) {
      out.println(line(batch.sample(i)));
    } else if (timedOut.add(batch.sequences()[i])) {
      out.println("Request timed out");
    }
  }

  private static String line(Sample sample) {
    return switch (sample.outcome()) {
      case REPLY -> answer(sample) + " RTT " + seconds(sample.rttNanos().orElseThrow()) + " s";
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

  /// Received counts only replies within the timeout, as the lab's client does. Lost is the loss of
  /// [PingCounters#lossPercent()]; the other outcomes follow by name.
  @Override
  public void summary(PingSnapshot snapshot) {
    PingCounters c = snapshot.counters();
    List<String> parts = new ArrayList<>();
    parts.add(c.sent() + " sent");
    parts.add(c.count(Outcome.REPLY) + " received");
    c.lossPercent().ifPresent(lost -> parts.add(SummaryText.percent(lost) + "% lost"));
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.REPLY && !outcome.isUnanswered() && c.count(outcome) != 0) {
        parts.add(OutcomeWords.of(outcome, c.count(outcome)));
      }
    }
    out.println(String.join(", ", parts));
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

  private static final class Remembered extends LinkedHashMap<Long, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
      return size() > MOST_REMEMBERED;
    }
  }
}

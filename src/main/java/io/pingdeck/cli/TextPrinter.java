package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.Durations;
import io.pingdeck.probe.IcmpError;
import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.Sample;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.stats.RttSummary;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A line for each probe and a summary, as people know them from `ping`.
final class TextPrinter implements PingPrinter {
  private final PrintWriter out;
  private final boolean quiet;
  private String from = "";
  private String timeout = "";

  /// @param quiet leaves out the probes' lines
  TextPrinter(PrintWriter out, boolean quiet) {
    this.out = requireNonNull(out, "out");
    this.quiet = quiet;
  }

  @Override
  public void start(PingSpec spec, Endpoint address) {
    from = address.toString();
    timeout = Durations.format(spec.timeout());
    out.printf(
        "PING %s (%s): %d bytes every %s, timeout %s%n",
        spec.target(),
        address.host(),
        spec.payloadBytes(),
        Durations.format(spec.interval()),
        timeout);
  }

  @Override
  public void sample(Sample sample) {
    if (!quiet) {
      out.println(line(sample));
    }
  }

  private String line(Sample sample) {
    String seq = "seq=" + sample.sequence();
    return switch (sample.outcome()) {
      case REPLY -> "reply from " + from + ": " + seq + received(sample);
      case LATE -> "late reply from " + from + ": " + seq + received(sample) + " (counted as lost)";
      case LOST -> "no reply from " + from + ": " + seq + " within " + timeout;
      case ICMP_ERROR -> icmp(sample.icmpError().orElseThrow(), seq);
      case REFUSED -> "connection refused by " + from + ": " + seq;
      case RESET ->
          (sample.errno() == Errno.ENODATA
                  ? "closed before the answer by "
                  : "connection reset by ")
              + from
              + ": "
              + seq;
      case SERVER_LOST -> "lost by the server " + from + " on purpose: " + seq;
      case SEND_FAILED -> "not sent to " + from + ": " + seq + " " + Errno.name(sample.errno());
      case RESOLVE_FAILED -> "not sent: " + seq + " the host name has no address";
    };
  }

  private static String received(Sample sample) {
    return (sample.hopLimit() == 0 ? "" : " ttl=" + sample.hopLimit())
        + " time="
        + RttText.format(sample.rttNanos().orElseThrow())
        + (sample.untagged() ? " (matched by sequence only)" : "");
  }

  private static String icmp(IcmpError error, String seq) {
    return error.name()
        + " from "
        + error.from().host()
        + ": "
        + seq
        + " (ICMP type "
        + error.type()
        + ", code "
        + error.code()
        + (error.info() == 0 ? ")" : ", MTU " + error.info() + ")");
  }

  @Override
  public void summary(PingSnapshot snapshot) {
    out.printf(
        "%n--- %s (%s) ---%n", snapshot.info().spec().target(), snapshot.info().address().host());
    out.println(counts(snapshot.counters()));
    snapshot.rtt().ifPresent(rtt -> out.println(distribution(rtt)));
    snapshot.jitterNanos().ifPresent(nanos -> out.println("jitter " + RttText.format(nanos)));
  }

  private static String counts(PingCounters c) {
    List<String> parts = new ArrayList<>();
    parts.add(c.sent() + (c.sent() == 1 ? " probe sent" : " probes sent"));
    parts.add(c.replied() + (c.replied() == 1 ? " reply" : " replies"));
    parts.add(c.lost() + " lost");
    addUnlessZero(parts, c.late(), "late");
    addUnlessZero(parts, c.icmpErrors(), c.icmpErrors() == 1 ? "ICMP error" : "ICMP errors");
    addUnlessZero(parts, c.refused(), "refused");
    addUnlessZero(parts, c.reset(), "reset");
    addUnlessZero(parts, c.serverLost(), "lost by the server on purpose");
    addUnlessZero(parts, c.inFlight(), "still in flight");
    addUnlessZero(parts, c.sendFailed(), "could not be sent");
    addUnlessZero(parts, c.skipped(), "skipped");
    addUnlessZero(parts, c.duplicates(), c.duplicates() == 1 ? "duplicate" : "duplicates");
    addUnlessZero(parts, c.reordered(), "reordered");
    addUnlessZero(parts, c.corrupt(), "corrupt");
    addUnlessZero(parts, c.wrongSource(), "from a wrong address");
    c.lossPercent().ifPresent(percent -> parts.add(percent(percent) + " % loss"));
    return String.join(", ", parts);
  }

  private static void addUnlessZero(List<String> parts, long count, String what) {
    if (count != 0) {
      parts.add(count + " " + what);
    }
  }

  private static String percent(double percent) {
    BigDecimal rounded = BigDecimal.valueOf(percent).round(new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static String distribution(RttSummary rtt) {
    return String.format(
        Locale.ROOT,
        "rtt min %s, mean %s, median %s, p95 %s, p99 %s, max %s, stddev %s",
        RttText.format(rtt.min()),
        RttText.format(rtt.mean()),
        RttText.format(rtt.median()),
        RttText.format(rtt.p95()),
        RttText.format(rtt.p99()),
        RttText.format(rtt.max()),
        RttText.format(rtt.stddev()));
  }
}

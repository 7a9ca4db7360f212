package io.pingdeck.cli.print;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Counted;
import io.pingdeck.base.Durations;
import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Prints one line per probe and a summary, in the style of `ping`.
public final class TextPrinter implements PingPrinter {
  private static final int NANOS_PER_MICRO = 1000;

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean timestamps;
  private final InstantSource clock;
  private final SentTo sentTo = new SentTo();
  private String timeout = "";

  /// @param quiet omits the lines of probes
  /// @param timestamps prefixes each of them with the time of printing
  public TextPrinter(PrintWriter out, boolean quiet, boolean timestamps, InstantSource clock) {
    this.out = requireNonNull(out, "out");
    this.quiet = quiet;
    this.timestamps = timestamps;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public void start(List<ResolvedPing> pings) {
    PingSpec spec = pings.getFirst().spec();
    Endpoint address = pings.getFirst().address();
    sentTo.start(address);
    timeout = Durations.format(spec.timeout());
    out.printf(
        "PING %s (%s): %s%s, timeout %s%n",
        spec.target(),
        address.host() + also(pings.getFirst().others()),
        spec.target().protocol().hasPayload() ? Counted.bytes(spec.payloadBytes()) + " " : "",
        spec.interval().isZero()
            ? "as fast as replies arrive"
            : "every " + Durations.format(spec.interval()),
        timeout);
  }

  private static String also(List<Endpoint> others) {
    return others.isEmpty()
        ? ""
        : others.stream().map(Endpoint::host).collect(Collectors.joining(", ", "; also ", ""));
  }

  @Override
  public void sample(SampleBatch batch, int i) {
    if (!quiet) {
      Sample sample = batch.sample(i);
      out.println(now() + line(sample) + late(sample));
    }
  }

  @Override
  public void bareError(BareIcmpError error) {
    if (!quiet) {
      out.println(
          now() + "ICMP " + error.name() + " from " + error.from().host() + ", quotes nothing");
    }
  }

  @Override
  public void addressChanged(PingInfo ping) {
    AddressChange change = ping.changes().getLast();
    sentTo.changed(change);
    out.println(now() + change.text());
  }

  private String now() {
    if (!timestamps) {
      return "";
    }
    Instant now = clock.instant();
    return String.format(
        Locale.ROOT, "[%d.%06d] ", now.getEpochSecond(), now.getNano() / NANOS_PER_MICRO);
  }

  private String line(Sample sample) {
    String seq = "seq=" + sample.sequence();
    String from = sentTo.at(sample.sentEpochNanos());
    return switch (sample.outcome()) {
      case REPLY -> "reply from " + from + ": " + seq + received(sample);
      case LATE -> "late reply from " + from + ": " + seq + received(sample) + " (counted as lost)";
      case LOST -> "no reply from " + from + ": " + seq + " within " + timeout;
      case ICMP_ERROR -> icmp(sample.icmpError().orElseThrow(), seq);
      case REFUSED -> "connection refused by " + from + ": " + seq;
      case RESET ->
          (sample.errno() == Errno.ENODATA ? "closed before the reply by " : "connection reset by ")
              + from
              + ": "
              + seq;
      case SERVER_LOST -> "dropped by the server " + from + " on purpose: " + seq;
      case UNEXPECTED -> "unexpected reply from " + from + ": " + seq + said(sample);
      case TLS_FAILED -> "TLS failed with " + from + ": " + seq + said(sample);
      case FLOODED -> "flooded by " + from + ": " + seq + said(sample);
      case MALFORMED -> "malformed reply from " + from + ": " + seq + said(sample);
      case SEND_FAILED -> "not sent to " + from + ": " + seq + " " + Errno.describe(sample.errno());
      case RESOLVE_FAILED -> "not sent: " + seq + " the host name cannot be resolved";
    };
  }

  private static String late(Sample sample) {
    OptionalLong nanos = sample.lateNanos();
    return nanos.isPresent() ? afterTimeout(nanos.getAsLong()) : "";
  }

  private static String afterTimeout(long nanos) {
    return ", " + RttText.format(nanos) + " after sending, after the timeout";
  }

  private static String received(Sample sample) {
    return (sample.hopLimit() == 0 ? "" : " ttl=" + sample.hopLimit())
        + " time="
        + RttText.format(sample.rttNanos().orElseThrow())
        + (sample.untagged() ? " (matched by sequence number only)" : "")
        + said(sample);
  }

  private static String said(Sample sample) {
    return sample.answer().map(answer -> " " + AnswerText.of(answer)).orElse("");
  }

  private static String icmp(IcmpError error, String seq) {
    return error.name()
        + " from "
        + error.sender()
        + ": "
        + seq
        + " (ICMP type "
        + error.type()
        + ", code "
        + error.code()
        + (error.info() == 0 ? "" : ", MTU " + error.info())
        + (error.mplsLabels().isEmpty() ? "" : ", MPLS " + labels(error))
        + ")"
        + after(error);
  }

  private static String after(IcmpError error) {
    if (error.afterNanos().isEmpty()) {
      return "";
    }
    long nanos = error.afterNanos().getAsLong();
    return error.afterTimeout() ? afterTimeout(nanos) : " after " + RttText.format(nanos);
  }

  private static String labels(IcmpError error) {
    return error.mplsLabels().stream()
        .map(label -> String.valueOf(label.label()))
        .collect(Collectors.joining("/"));
  }

  @Override
  public void summary(PingSnapshot snapshot) {
    out.printf(
        "%n--- %s (%s) ---%n", snapshot.info().spec().target(), snapshot.info().address().host());
    out.println(SummaryText.counts(snapshot.counters()));
    snapshot.rtt().ifPresent(rtt -> out.println(SummaryText.distribution(rtt)));
    snapshot
        .jitterNanos()
        .ifPresent(nanos -> out.println("jitter (RFC 3550) " + RttText.format(nanos)));
  }
}

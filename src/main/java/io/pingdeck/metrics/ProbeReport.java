package io.pingdeck.metrics;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Errno;
import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.stats.api.OutcomeWords;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The result of a single requested probe.
///
/// @param address address it was sent to; empty if it could not be sent
/// @param resolveNanos duration of the name resolution, successful or not; empty if there was none
/// @param durationNanos time from the request to the result
/// @param sample its outcome; empty if it could not be sent
/// @param failedDueToRegex whether the server's greeting differs from the expected one
/// @param reason why it failed, empty if it succeeded; excludes the server's text, which may change
///   with every probe
/// @param detail the same, including the server's text
/// @param turnedAwayBy address of the other family that was tried first without success
public record ProbeReport(
    Protocol protocol,
    Optional<Endpoint> address,
    OptionalLong resolveNanos,
    long durationNanos,
    Optional<Sample> sample,
    boolean failedDueToRegex,
    String reason,
    String detail,
    Optional<Endpoint> turnedAwayBy) {
  static final int MAX_REASON = 200;

  public ProbeReport {
    requireNonNull(protocol, "protocol");
    requireNonNull(address, "address");
    requireNonNull(resolveNanos, "resolveNanos");
    requireNonNull(sample, "sample");
    requireNonNull(detail, "detail");
    reason = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + '…';
  }

  /// A probe that was sent, or whose sending failed.
  ///
  /// @param greeting expected prefix of the server's greeting; empty if any greeting is accepted
  public static ProbeReport answered(
      Protocol protocol,
      Endpoint address,
      long resolveNanos,
      long durationNanos,
      Sample sample,
      String greeting) {
    Optional<Response> answer = sample.answer();
    String said = answer.map(ProbeReport::said).orElse("");
    boolean wrong = sample.outcome() == Outcome.REPLY && !said.startsWith(greeting);
    String reason = "";
    String detail = "";
    if (wrong) {
      reason = "the greeting does not start with " + greeting;
      detail = reason + ": \"" + said + '"';
    } else if (sample.outcome() != Outcome.REPLY) {
      reason = words(sample, answer.filter(given -> !isServersText(given)));
      detail = said.isEmpty() ? reason : reason + ": " + said;
    }
    return new ProbeReport(
        protocol,
        Optional.of(address),
        OptionalLong.of(resolveNanos),
        durationNanos,
        Optional.of(sample),
        wrong || saidWrong(protocol, sample),
        reason,
        detail,
        Optional.empty());
  }

  /// A probe that was not sent, because the target is invalid.
  public static ProbeReport refused(Protocol protocol, long durationNanos, List<Fault> faults) {
    return refused(protocol, OptionalLong.empty(), durationNanos, faults);
  }

  /// A probe that was not sent, because the target has no address or may not be probed. The
  /// resolution took the whole time.
  public static ProbeReport unresolved(Protocol protocol, long durationNanos, List<Fault> faults) {
    return refused(protocol, OptionalLong.of(durationNanos), durationNanos, faults);
  }

  private static ProbeReport refused(
      Protocol protocol, OptionalLong resolveNanos, long durationNanos, List<Fault> faults) {
    String reason = String.join("; ", faults.stream().map(Fault::message).distinct().toList());
    return new ProbeReport(
        protocol,
        Optional.empty(),
        resolveNanos,
        durationNanos,
        Optional.empty(),
        false,
        reason,
        reason,
        Optional.empty());
  }

  public ProbeReport turnedAwayBy(Optional<Endpoint> first) {
    return new ProbeReport(
        protocol,
        address,
        resolveNanos,
        durationNanos,
        sample,
        failedDueToRegex,
        reason,
        detail,
        first);
  }

  public boolean succeeded() {
    return reason.isEmpty();
  }

  /// Whether the server's greeting failed the expectation: it was unexpected, or the server closed
  /// the connection without one. A greeting that did not arrive in time does not count.
  private static boolean saidWrong(Protocol protocol, Sample sample) {
    boolean isUnexpected = protocol.isGreeting() && sample.outcome() == Outcome.UNEXPECTED;
    boolean isAwaited = protocol.isGreeting() || protocol == Protocol.TCP;
    boolean left = sample.outcome() == Outcome.RESET && sample.errno() == Errno.ENODATA;
    return isUnexpected || isAwaited && left;
  }

  private static String words(Sample sample, Optional<Response> answer) {
    String words = OutcomeWords.of(sample.outcome(), sample.errno(), sample.icmpError(), answer);
    boolean redirected =
        answer
            .filter(given -> given instanceof Response.Http http && http.reason().isPresent())
            .isPresent();
    return redirected ? words + ", a redirect that cannot be followed" : words;
  }

  private static boolean isServersText(Response answer) {
    return answer instanceof Response.Banner || answer instanceof Response.Malformed;
  }

  /// The text of the server, or the reason why its answer is not accepted.
  private static String said(Response answer) {
    return switch (answer) {
      case Response.Banner banner -> banner.text();
      case Response.Malformed malformed -> malformed.reason();
      case Response.Http http -> http.reason().orElse("");
      case Response.Smtp smtp -> smtp.said();
      default -> "";
    };
  }
}

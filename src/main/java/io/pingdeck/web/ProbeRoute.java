package io.pingdeck.web;

import io.pingdeck.bus.Addresses;
import io.pingdeck.bus.PingAnswer;
import io.pingdeck.bus.PingCommand;
import io.pingdeck.metrics.Exposition;
import io.pingdeck.metrics.ProbeExposition;
import io.pingdeck.probe.Durations;
import io.pingdeck.probe.FaultException;
import io.pingdeck.probe.PingForm;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.TcpMode;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `GET /probe?target=…&module=…`: one probe, for a Prometheus that asks as it asks
/// blackbox_exporter.
final class ProbeRoute {
  private static final String TCP = "tcp_connect";

  private static final String HTTP = "http_2xx";

  /// How a target without a scheme is meant.
  private static final Map<String, String> SCHEMES =
      Map.of("icmp", "icmp://", TCP, "tcp://", "udp", "udp://", HTTP, "http://", "dns", "dns://");

  /// Prometheus tells how long it waits; the answer has to arrive before that.
  private static final String WAITS = "X-Prometheus-Scrape-Timeout-Seconds";

  private static final Duration ON_THE_WAY = Duration.ofMillis(500);

  /// A little less than the bus waits.
  private static final Duration LONGEST = Duration.ofSeconds(25);

  /// More at once would be a load, not a question.
  private static final int MOST = 100;

  /// What a browser says of a request that our own page, or the person, has made.
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final EventBus bus;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int waiting;

  ProbeRoute(EventBus bus) {
    this.bus = bus;
  }

  void install(Router router) {
    router.get("/probe").handler(this::probe);
  }

  private void probe(RoutingContext context) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    if (site != null && !OWN_SITE.contains(site)) {
      throw new HttpException(403, "another site's page may not send probes");
    }
    if (waiting >= MOST) {
      throw new HttpException(503, "too many probes at once (at most " + MOST + ")");
    }
    long asked = System.nanoTime();
    Optional<PingSpec> spec = spec(context);
    if (spec.isEmpty()) {
      send(context, ProbeExposition.failed(System.nanoTime() - asked));
      return;
    }
    waiting++;
    Addresses.pinger(0)
        .request(bus, new PingCommand.Probe(spec.get()))
        .onComplete(done -> waiting--)
        .map(answer -> inTime(context, answer))
        .map(answer -> metrics(spec.get(), answer, System.nanoTime() - asked))
        .onSuccess(metrics -> send(context, metrics))
        .onFailure(context::fail);
  }

  /// Empty if the target is none that could be probed, which is the probe's failure; a question
  /// that makes no sense is the asker's.
  private Optional<PingSpec> spec(RoutingContext context) {
    try {
      return Optional.of(checked(context));
    } catch (FaultException e) {
      boolean isTarget = e.faults().stream().allMatch(fault -> fault.field().equals("target"));
      if (isTarget && context.queryParams().contains("target")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// @throws FaultException with what is wrong
  private PingSpec checked(RoutingContext context) {
    Optional<String> target = Optional.ofNullable(context.queryParams().get("target"));
    String module = Optional.ofNullable(context.queryParams().get("module")).orElse("icmp");
    if (!SCHEMES.containsKey(module)) {
      throw new FaultException("module", "must be icmp, tcp_connect, udp, http_2xx or dns");
    }
    PingForm form =
        new PingForm(
            target.map(text -> text.contains("://") ? text : SCHEMES.get(module) + text),
            Optional.empty(),
            Optional.empty(),
            timeout(context).map(Durations::format),
            OptionalLong.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            module.equals(TCP) ? Optional.of(TcpMode.CONNECT.json()) : Optional.empty(),
            Optional.empty(),
            module.equals(HTTP) ? Optional.of("2xx") : Optional.empty(),
            Optional.empty());
    return form.check(PingId.random(random));
  }

  private static Optional<Duration> timeout(RoutingContext context) {
    String waits = context.request().getHeader(WAITS);
    if (waits == null) {
      return Optional.empty();
    }
    try {
      Duration all = Durations.parse(waits);
      Duration half = all.dividedBy(2);
      Duration most = all.minus(ON_THE_WAY);
      Duration timeout = most.compareTo(half) > 0 ? most : half;
      return Optional.of(timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST);
    } catch (IllegalArgumentException e) {
      throw new FaultException(WAITS, e.getMessage());
    }
  }

  private static PingAnswer inTime(RoutingContext context, PingAnswer answer) {
    if (answer instanceof PingAnswer.TooSoon(var wait)) {
      context
          .response()
          .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
      throw new HttpException(
          429, "this target was probed a moment ago; see ping.limits.probeInterval");
    }
    return answer;
  }

  private static MetricSnapshots metrics(PingSpec spec, PingAnswer answer, long nanos) {
    return switch (answer) {
      case PingAnswer.Probed(var address, var resolveNanos, var sample) ->
          ProbeExposition.of(spec.target().protocol(), address, resolveNanos, nanos, sample);
      case PingAnswer.Refused _ -> ProbeExposition.failed(nanos);
      case PingAnswer.Done _, PingAnswer.AllStarted _, PingAnswer.TooSoon _, PingAnswer.Unknown _ ->
          throw new IllegalStateException("no probe: " + answer);
    };
  }

  private static void send(RoutingContext context, MetricSnapshots metrics) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    Exposition exposition = new Exposition(accept == null ? "" : accept);
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, exposition.contentType())
        .end(Buffer.buffer(exposition.write(metrics)));
  }
}

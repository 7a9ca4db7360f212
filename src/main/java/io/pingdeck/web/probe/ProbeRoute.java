package io.pingdeck.web.probe;

import io.pingdeck.base.Durations;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.metrics.Exposition;
import io.pingdeck.metrics.ProbeExposition;
import io.pingdeck.metrics.ProbeReport;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.web.access.Callers;
import io.pingdeck.web.access.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// `GET /probe?target=…&module=…`: one probe, compatible with how Prometheus uses
/// blackbox_exporter.
public final class ProbeRoute {
  private static final String TARGET = "target";

  /// The header with Prometheus's scrape timeout; the response must arrive within it.
  private static final String WAITS = "X-Prometheus-Scrape-Timeout-Seconds";

  private static final Duration LEAST_ON_THE_WAY = Duration.ofMillis(500);

  /// In a burst, both requests and responses queue for a processor.
  private static final Duration MOST_ON_THE_WAY = Duration.ofSeconds(1);

  /// Slightly less than the timeout of the event bus.
  private static final Duration LONGEST = Duration.ofSeconds(25);

  /// Maximum concurrent probes; more would be a load on the targets.
  private static final int MOST = 100;

  /// Values of `Sec-Fetch-Site` for requests by our own page or by the user.
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  /// Parameters that would change the probe if supported. Unknown others are ignored as in
  /// blackbox_exporter, because a scrape configuration may add any.
  private static final Map<String, String> UNREAD =
      Map.of(
          "timeout",
          "is not read: Prometheus says in its header " + WAITS + " how long it waits",
          "hostname",
          "is not read: name the host in the target");

  private static final Fault TOO_SLOW =
      new Fault(TARGET, "Pingdeck did not finish the probe before the caller's timeout");

  private final EventBus bus;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int waiting;

  public ProbeRoute(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    routes.get("/probe").handler(this::probe);
  }

  private void probe(RoutingContext context) {
    UNREAD.forEach((name, sentence) ->
        param(context, name)
            .ifPresent(_ -> {
              throw new FaultException(name, sentence);
            }));
    String site = context.request().getHeader("Sec-Fetch-Site");
    if (site != null && !OWN_SITE.contains(site)) {
      throw new HttpException(403, "cross-origin requests may not send probes");
    }
    if (waiting >= MOST) {
      throw new HttpException(503, "too many probes at once (at most " + MOST + ")");
    }
    String target = target(context);
    ProbeModule module =
        param(context, "module")
            .map(ProbeModule::of)
            .orElseGet(() -> ProbeModule.forTarget(target));
    Question question = new Question(context, module, target, System.nanoTime());
    PingSpec spec;
    try {
      spec = module.spec(target, timeout(context), PingId.random(random)).by(Callers.of(context));
    } catch (FaultException e) {
      if (e.faults().stream().allMatch(fault -> fault.field().equals(TARGET))) {
        question.answer(Optional.empty(), question.refused(e.faults()));
        return;
      }
      throw e;
    }
    waiting++;
    Future<PingApi.Probed> asked =
        PingApi.pinger(0).request(bus, new PingApi.Probe(spec)).onComplete(done -> waiting--);
    patience(context)
        .map(all -> Math.max(1, lastMoment(all).toMillis()))
        .map(millis -> asked.timeout(millis, TimeUnit.MILLISECONDS))
        .orElse(asked)
        .map(question::report)
        .recover(question::failed)
        .onSuccess(report -> question.answer(Optional.of(spec), report))
        .onFailure(context::fail);
  }

  private static Optional<String> param(RoutingContext context, String name) {
    return Optional.ofNullable(context.queryParams().get(name)).filter(text -> !text.isEmpty());
  }

  private static String target(RoutingContext context) {
    return param(context, TARGET)
        .orElseThrow(() -> new FaultException(TARGET, "is missing: a host, or a URI"));
  }

  private static Optional<Duration> timeout(RoutingContext context) {
    return patience(context)
        .map(ProbeRoute::forTheProbe)
        .map(timeout -> timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST);
  }

  /// The caller's timeout, if given.
  private static Optional<Duration> patience(RoutingContext context) {
    String waits = context.request().getHeader(WAITS);
    try {
      return Optional.ofNullable(waits).map(Durations::parse);
    } catch (IllegalArgumentException e) {
      throw new FaultException(WAITS, e.getMessage());
    }
  }

  private static Duration forTheProbe(Duration all) {
    long quarter = all.dividedBy(4).toNanos();
    long onTheWay = Math.clamp(quarter, LEAST_ON_THE_WAY.toNanos(), MOST_ON_THE_WAY.toNanos());
    return Duration.ofNanos(Math.max(all.toNanos() / 2, all.toNanos() - onTheWay));
  }

  /// Half-way between the timeout of the probe and that of the caller, so that the caller always
  /// gets a response.
  private static Duration lastMoment(Duration all) {
    return all.plus(forTheProbe(all)).dividedBy(2);
  }

  /// One request and its context.
  private record Question(
      RoutingContext context, ProbeModule module, String target, long askedNanos) {
    ProbeReport report(PingApi.Probed probed) {
      return ProbeReport.answered(
              module.protocol(),
              probed.address(),
              probed.resolveNanos(),
              nanos(),
              probed.sample(),
              module.greeting())
          .turnedAwayBy(probed.turnedAwayBy());
    }

    Future<ProbeReport> failed(Throwable cause) {
      return switch (cause) {
        case TimeoutException _ -> Future.succeededFuture(refused(List.of(TOO_SLOW)));
        case RequestFailure failure
            when failure.reason() instanceof RequestFailure.Refused(var faults) ->
            Future.succeededFuture(ProbeReport.unresolved(module.protocol(), nanos(), faults));
        default -> Future.failedFuture(cause);
      };
    }

    ProbeReport refused(List<Fault> faults) {
      return ProbeReport.refused(module.protocol(), nanos(), faults);
    }

    private long nanos() {
      return System.nanoTime() - askedNanos;
    }

    void answer(Optional<PingSpec> spec, ProbeReport report) {
      if (param(context, "debug").filter("true"::equals).isPresent()) {
        context
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
            .end(ProbeLog.of(module, target, spec, report));
        return;
      }
      String accept = context.request().getHeader(HttpHeaders.ACCEPT);
      Exposition exposition = new Exposition(accept == null ? "" : accept);
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, exposition.contentType())
          .end(Buffer.buffer(exposition.write(ProbeExposition.of(report))));
    }
  }
}

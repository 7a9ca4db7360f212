package io.pingdeck.web.rest;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.base.FaultException;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.fuzz.FuzzCheck;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.json.ImpairmentJson;
import io.pingdeck.json.JsonFields;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.user.api.Caller;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Every body of a request that starts or changes something is read, or refused with its fields;
/// and so are the parameters of those without one.
public final class RestFuzz {
  private static final PingId PING = new PingId(1);
  private static final BeatDefaults DEFAULTS =
      new BeatDefaults(BeatRules.DEFAULT, Duration.ofSeconds(10));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private RestFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    body(text, RestFuzz::ping);
    body(text, RestFuzz::batch);
    body(text, EchoRoutes::spec);
    body(text, RestFuzz::impairment);
    body(text, fields -> HeartbeatForm.read(fields).applyTo(BeatRules.DEFAULT));
    body(text, fields -> HeartbeatDefaultsForm.read(fields).applyTo(DEFAULTS));
    body(text, fields -> BeatSenderRoutes.spec(fields, Caller.LOCAL));
    refusable(() -> parameters(text));
  }

  private static void ping(JsonFields fields) {
    PingFormBuilder named =
        new PingFormBuilder().target(fields.text("target")).name(fields.text("name"));
    PingRequest form = PingRoutes.settings(named, fields);
    fields.complete(() -> form.check(PING));
  }

  private static void batch(JsonFields fields) {
    List<String> targets = PingBatchRoute.targets(fields);
    PingRequest common = PingRoutes.settings(new PingFormBuilder(), fields);
    int started = fields.complete(() -> TargetList.check(targets, common, () -> PING)).size();
    require(started <= targets.size(), "more pings than lines");
  }

  private static void impairment(JsonFields fields) {
    ImpairmentJson read = ImpairmentJson.read(fields);
    fields.complete(() -> read).over(Impairment.NONE);
  }

  /// `report?name=value&name=value`.
  private static void parameters(String text) {
    int mark = text.indexOf('?');
    MultiMap query = MultiMap.caseInsensitiveMultiMap();
    for (String pair : text.substring(mark + 1).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.add(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    Optional<String> word = mark < 0 ? Optional.empty() : Optional.of(text.substring(0, mark));
    refusable(() -> {
      HistorySpan span = HistorySpan.of(query, Duration.ofHours(1), NOW);
      require(span.fromEpochNanos() < span.toEpochNanos(), "an empty span");
    });
    BeatReport report = BeatForm.report(word, query);
    require(report.exitCode().orElse(0) >= 0 && report.exitCode().orElse(0) <= 255, "no code");
    require(report.pingMillis().orElse(0) >= 0, "a negative time");
  }

  private static void body(String text, Consumer<JsonFields> reader) {
    refusable(() -> reader.accept(JsonFields.parse(text)));
  }

  private static void refusable(Runnable reading) {
    try {
      reading.run();
    } catch (FaultException e) {
      requireFaults(e);
    } catch (HttpException e) {
      require(e.getStatusCode() == 400, "not the client's fault");
      requireMessage(e.getPayload());
    }
  }
}

package io.pingdeck.json;

import io.pingdeck.base.Durations;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatDelaySummary;
import io.pingdeck.heartbeat.api.BeatLoss;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatRun;
import io.pingdeck.heartbeat.api.BeatSenderSnapshot;
import io.pingdeck.heartbeat.api.BeatSenderSpec;
import io.pingdeck.heartbeat.api.BeatTiming;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.pingdeck.heartbeat.api.StateDamage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Heartbeats as JSON.
public final class HeartbeatJson {
  /// The loss for which the false-alarm probability is reported.
  private static final double USUAL_LOSS = 0.3;

  public static final String LEARNED = "learned";

  private HeartbeatJson() {}

  public static JsonObject page(HeartbeatApi.Applications page) {
    return new JsonObject()
        .put(
            "heartbeats",
            new JsonArray(page.applications().stream().map(HeartbeatJson::application).toList()))
        .put("total", page.total())
        .put("monitor", monitor(page.monitor()));
  }

  /// The rules for all; `file` contains the configuration's values of those that are overridden.
  public static JsonObject defaults(BeatDefaults inForce, BeatDefaults file) {
    JsonObject json = defaults(inForce);
    JsonObject differing = defaults(file);
    differing
        .getMap()
        .entrySet()
        .removeIf(entry -> entry.getValue().equals(json.getValue(entry.getKey())));
    return json.put("file", differing).put("falseAlarm", falseAlarm(inForce.rules()));
  }

  private static JsonObject defaults(BeatDefaults defaults) {
    BeatRules rules = defaults.rules();
    return new JsonObject()
        .put("interval", rules.interval().map(Durations::format).orElse(LEARNED))
        .put("grace", rules.grace().map(Durations::format).orElse(LEARNED))
        .put("lateMisses", rules.lateMisses())
        .put("misses", rules.misses())
        .put("lossThreshold", rules.lossThreshold())
        .put("assumedInterval", Durations.format(defaults.assumedInterval()));
  }

  public static JsonObject application(HeartbeatSnapshot application) {
    JsonObject json =
        new JsonObject()
            .put("name", application.name())
            .put("configured", application.configured())
            .put("signed", application.signed())
            .put("via", application.via().json());
    application.sender().ifPresent(sender -> json.put("sender", sender.toString()));
    json.put("state", application.state().json()).put("since", application.since().toString());
    application.lastSeen().ifPresent(seen -> json.put("lastSeen", seen.toString()));
    put(json, "silentNanos", application.silentNanos());
    application.expectedNext().ifPresent(next -> json.put("expectedNext", next.toString()));
    put(json, "lastSequence", application.lastSequence());
    if (!application.epoch().isEmpty()) {
      json.put("epoch", application.epoch());
    }
    json.put("counts", counts(application.counts()))
        .put("lastMinute", loss(application.minute()))
        .put("lastHour", loss(application.hour()))
        .put("lastDay", loss(application.day()))
        .put("rules", rules(application))
        .put("recent", application.recent())
        .put("rejected", object(application.rejected()));
    JsonObject delay = delay(application.delay());
    if (!delay.isEmpty()) {
      json.put("delay", delay);
    }
    application.lastRun().ifPresent(run -> json.put("lastRun", run(run)));
    application.note().ifPresent(note -> json.put("note", note));
    return json;
  }

  private static JsonObject run(BeatRun run) {
    JsonObject json = new JsonObject();
    run.startedAt().ifPresent(at -> json.put("startedAt", at.toString()));
    run.endedAt().ifPresent(at -> json.put("endedAt", at.toString()).put("failed", run.failed()));
    put(json, "durationNanos", run.durationNanos());
    run.exitCode().ifPresent(code -> json.put("exitCode", code));
    run.pingMillis().ifPresent(ping -> json.put("pingMillis", ping));
    return run.message().isEmpty() ? json : json.put("message", run.message());
  }

  private static JsonObject counts(BeatCounts counts) {
    return new JsonObject()
        .put("received", counts.received())
        .put("goodbyes", counts.goodbyes())
        .put("lost", counts.lost())
        .put("unseen", counts.unseen())
        .put("duplicates", counts.duplicates())
        .put("reordered", counts.reordered())
        .put("tooOld", counts.tooOld())
        .put("oldRun", counts.oldRun())
        .put("restarts", counts.restarts());
  }

  private static JsonObject loss(BeatLoss loss) {
    JsonObject json = new JsonObject().put("expected", loss.expected()).put("lost", loss.lost());
    loss.percent().ifPresent(percent -> json.put("lossPercent", percent));
    return json.put("unwatchedNanos", loss.unwatchedNanos());
  }

  private static JsonObject rules(HeartbeatSnapshot application) {
    BeatRules rules = application.rules();
    BeatTiming timing = application.timing();
    return new JsonObject()
        .put("interval", Durations.format(timing.interval()))
        .put("intervalSource", source(rules.interval().isPresent(), timing.intervalKnown()))
        .put("grace", Durations.format(timing.grace()))
        .put("graceSource", source(rules.grace().isPresent(), timing.intervalKnown()))
        .put("lateMisses", rules.lateMisses())
        .put("misses", rules.misses())
        .put("lossThreshold", rules.lossThreshold())
        .put("own", application.ownRules())
        .put("lateAfter", Durations.format(timing.lateAfter()))
        .put("stoppedAfter", Durations.format(timing.stoppedAfter()))
        .put("falseAlarm", falseAlarm(rules));
  }

  private static JsonObject falseAlarm(BeatRules rules) {
    return new JsonObject()
        .put("loss", USUAL_LOSS)
        .put("chance", rules.falseAlarmChance(USUAL_LOSS));
  }

  private static String source(boolean set, boolean known) {
    if (set) {
      return "set";
    }
    return known ? LEARNED : "assumed";
  }

  private static JsonObject delay(BeatDelaySummary delay) {
    JsonObject json = new JsonObject();
    put(json, "clockDifferenceNanos", delay.difference());
    put(json, "minimumClockDifferenceNanos", delay.minimum());
    put(json, "aboveMinimumNanos", delay.aboveMinimum());
    put(json, "ipdvNanos", delay.lastVariation());
    put(json, "ipdvMeanAbsoluteNanos", delay.meanAbsoluteVariation());
    return json;
  }

  private static JsonObject monitor(MonitorSnapshot monitor) {
    JsonObject json = new JsonObject();
    monitor.listening().ifPresent(address -> json.put("listening", address.toString()));
    if (!monitor.reason().isEmpty()) {
      json.put("reason", monitor.reason());
    }
    json.put("datagrams", monitor.datagrams())
        .put("beats", monitor.beats())
        .put("rejected", object(monitor.rejected()))
        .put("evicted", monitor.evicted());
    put(json, "kernelDrops", monitor.kernelDrops());
    json.put("states", object(monitor.states()))
        .put("defaults", defaults(monitor.defaults(), monitor.fileDefaults()))
        .put("pauses", monitor.pauses());
    put(json, "lastPauseNanos", monitor.lastPauseNanos());
    monitor.savedAt().ifPresent(at -> json.put("savedAt", at.toString()));
    return json;
  }

  /// For the state of the whole program.
  public static JsonObject damage(StateDamage damage) {
    return new JsonObject()
        .put("damaged", damage.places())
        .put("warnings", new JsonArray(damage.warnings()));
  }

  public static JsonArray changes(List<BeatChange> changes) {
    return new JsonArray(changes.stream().map(BeatChangeJson::of).toList());
  }

  private static JsonObject object(Map<String, ? extends Number> counts) {
    JsonObject json = new JsonObject();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.put(entry.getKey(), entry.getValue()));
    return json;
  }

  private static void put(JsonObject json, String key, OptionalLong value) {
    value.ifPresent(number -> json.put(key, number));
  }

  public static JsonObject senders(List<BeatSenderSnapshot> senders) {
    return new JsonObject()
        .put("beatSenders", new JsonArray(senders.stream().map(HeartbeatJson::sender).toList()));
  }

  public static JsonObject sender(BeatSenderSnapshot sender) {
    BeatSenderSpec spec = sender.spec();
    JsonObject json =
        new JsonObject()
            .put("name", spec.name())
            .put("target", spec.target().toString())
            .put("address", sender.address().toString())
            .put("interval", Durations.format(spec.interval()));
    spec.count().ifPresent(count -> json.put("count", count));
    CallerJson.put(json, spec.startedBy());
    return json.put("startedAt", sender.startedAt().toString())
        .put("sent", sender.sent())
        .put("refused", sender.refused());
  }
}

package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.pingdeck.heartbeat.api.StateDamage;
import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Views of a [BeatMonitor].
public final class MonitorViews {
  private static final Comparator<Application> ATTENTION_FIRST =
      Comparator.<Application>comparingInt(application -> rank(application.state()))
          .thenComparing(application -> application.name);

  private MonitorViews() {}

  /// State that the verticle around the monitor contributes.
  public record Surroundings(
      Optional<Endpoint> listening,
      String reason,
      long kernelDrops,
      Optional<Instant> savedAt,
      StateDamage damage) {}

  public static HeartbeatApi.Applications page(
      BeatMonitor monitor, Moment now, HeartbeatApi.Page page, Surroundings around) {
    List<Application> fitting = new ArrayList<>();
    for (Application application : monitor.applications()) {
      if (page.state().isEmpty() || page.state().get() == application.state()) {
        fitting.add(application);
      }
    }
    fitting.sort(ATTENTION_FIRST);
    List<HeartbeatSnapshot> shown =
        fitting.stream()
            .skip(page.offset())
            .limit(page.limit())
            .map(application -> ApplicationViews.snapshot(application, now))
            .toList();
    return new HeartbeatApi.Applications(shown, fitting.size(), snapshot(monitor, around));
  }

  public static HeartbeatApi.Applications all(
      BeatMonitor monitor, Moment now, Surroundings around) {
    List<HeartbeatSnapshot> all = new ArrayList<>(monitor.size());
    for (Application application : monitor.applications()) {
      all.add(ApplicationViews.snapshot(application, now));
    }
    return new HeartbeatApi.Applications(all, all.size(), snapshot(monitor, around));
  }

  public static HeartbeatApi.Defaults defaults(BeatMonitor monitor) {
    return new HeartbeatApi.Defaults(monitor.book().inForce(), monitor.book().file());
  }

  private static MonitorSnapshot snapshot(BeatMonitor monitor, Surroundings around) {
    MonitorTally tally = monitor.tally();
    return new MonitorSnapshot(
        around.listening(),
        around.reason(),
        tally.datagrams(),
        tally.beats(),
        tally.rejected(),
        monitor.evicted(),
        around.kernelDrops() < 0 ? OptionalLong.empty() : OptionalLong.of(around.kernelDrops()),
        states(monitor),
        monitor.book().inForce(),
        monitor.book().file(),
        tally.pauses(),
        tally.pauses() == 0 ? OptionalLong.empty() : OptionalLong.of(tally.lastPauseNanos()),
        around.savedAt(),
        around.damage());
  }

  private static Map<String, Integer> states(BeatMonitor monitor) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (BeatState state : BeatState.values()) {
      counts.put(state.json(), 0);
    }
    for (Application application : monitor.applications()) {
      counts.merge(application.state().json(), 1, Integer::sum);
    }
    return counts;
  }

  private static int rank(BeatState state) {
    return switch (state) {
      case STOPPED -> 0;
      case FAILED -> 1;
      case LATE -> 2;
      case LOSING -> 3;
      case RESTARTED -> 4;
      case MONITOR_PAUSED, UNKNOWN -> 5;
      case ALIVE -> 6;
      case WAITING -> 7;
      case GOODBYE -> 8;
    };
  }
}

package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.packet.Endpoint;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The applications by name. The number of applications that were not configured is bounded. When
/// there is no room, the table evicts the oldest with a single beat, otherwise one that stopped
/// long ago. A flood of made-up names therefore evicts only others like it.
final class ApplicationTable {
  private static final long LONG_STOPPED = Duration.ofMinutes(10).toNanos();

  private final int maxUnknown;
  private final Map<String, Application> byName = new LinkedHashMap<>();
  private final Map<Endpoint, Application> bySender = new HashMap<>();
  private final Set<String> seenOnce = new LinkedHashSet<>();
  private int unknown;
  private long searched;
  private boolean everSearched;
  private long evicted;

  ApplicationTable(int maxUnknown) {
    this.maxUnknown = maxUnknown;
  }

  Optional<Application> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Application> find(Endpoint sender) {
    return Optional.ofNullable(bySender.get(sender));
  }

  Collection<Application> all() {
    return byName.values();
  }

  int size() {
    return byName.size();
  }

  /// Number of evicted applications.
  long evicted() {
    return evicted;
  }

  void add(Application application) {
    byName.put(application.name, application);
    if (!application.isKept()) {
      unknown++;
    }
  }

  /// Adds an application that was not configured, if there is room or room can be made.
  Optional<Application> addUnknown(String name, Moment now, Function<String, Application> create) {
    if (unknown >= maxUnknown && !makeRoom(now)) {
      return Optional.empty();
    }
    Application application = create.apply(name);
    add(application);
    seenOnce.add(name);
    return Optional.of(application);
  }

  /// Call when a second beat has arrived.
  void confirm(Application application) {
    seenOnce.remove(application.name);
  }

  void bind(Endpoint sender, Application application) {
    bySender.values().removeIf(application::equals);
    bySender.put(sender, application);
  }

  /// Prevents eviction of the application from now on.
  void keep(Application application) {
    if (!application.isKept()) {
      application.keep();
      unknown--;
      confirm(application);
    }
  }

  void remove(Application application) {
    byName.remove(application.name);
    seenOnce.remove(application.name);
    bySender.values().removeIf(application::equals);
    if (!application.isKept()) {
      unknown--;
    }
  }

  private boolean makeRoom(Moment now) {
    Optional<Application> leaving =
        seenOnce.isEmpty() ? longStopped(now) : find(seenOnce.iterator().next());
    leaving.ifPresent(this::remove);
    evicted += leaving.isPresent() ? 1 : 0;
    return leaving.isPresent();
  }

  /// Searches at most once a second, so that in a flood not every datagram costs a scan.
  private Optional<Application> longStopped(Moment now) {
    if (everSearched && now.nanos() - searched < Duration.ofSeconds(1).toNanos()) {
      return Optional.empty();
    }
    searched = now.nanos();
    everSearched = true;
    Application longest = null;
    for (Application application : byName.values()) {
      boolean ended =
          application.state() == BeatState.STOPPED || application.state() == BeatState.GOODBYE;
      if (ended
          && !application.isKept()
          && now.nanos() - application.since().nanos() >= LONG_STOPPED
          && (longest == null || application.since().nanos() - longest.since().nanos() < 0)) {
        longest = application;
      }
    }
    return Optional.ofNullable(longest);
  }
}

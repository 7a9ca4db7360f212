package io.pingdeck.ping.policy;

import io.pingdeck.base.Durations;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.user.api.Caller;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Counts the different targets of each remote user within an hour: who asks for one port after the
/// other scans. Thread-safe.
public final class TargetQuota {
  private static final Duration HOUR = Duration.ofHours(1);

  /// The user that asked longest ago is forgotten first.
  private static final int MOST_USERS = 10_000;

  private final int most;
  private final Map<String, Map<Place, Long>> visited = new LinkedHashMap<>();

  /// @param most different targets of a user within an hour
  public TargetQuota(int most) {
    this.most = most;
  }

  /// What counts as one target.
  ///
  /// @param isUdp whether it gets datagrams
  /// @param question what is asked there: a name to be resolved; otherwise empty
  public record Place(boolean isUdp, Endpoint address, String question) {}

  /// A target that is one too many.
  ///
  /// @param index its index
  /// @param why a sentence
  public record Refusal(int index, String why) {}

  /// Counts the targets of a user: all of them, or none if there are too many.
  ///
  /// @param now the time of any monotonic clock, in nanoseconds
  public synchronized Optional<Refusal> enter(Caller caller, List<Place> places, long now) {
    String key = UserLimits.keyOf(caller);
    Map<Place, Long> known = visited.remove(key);
    if (known == null) {
      known = new LinkedHashMap<>();
    }
    dropOlder(known, now);
    visited.put(key, known);
    if (visited.size() > MOST_USERS) {
      visited.remove(visited.keySet().iterator().next());
    }
    Set<Place> added = new LinkedHashSet<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (!known.containsKey(place) && added.add(place) && known.size() + added.size() > most) {
        return Optional.of(new Refusal(i, sentence(caller, known, now)));
      }
    }
    for (Place place : places) {
      known.remove(place); // to the end: the order is that of the times
      known.put(place, now);
    }
    return Optional.empty();
  }

  private static void dropOlder(Map<Place, Long> known, long now) {
    Iterator<Long> times = known.values().iterator();
    while (times.hasNext() && now - times.next() >= HOUR.toNanos()) {
      times.remove();
    }
  }

  private String sentence(Caller caller, Map<Place, Long> known, long now) {
    String wait =
        known.isEmpty()
            ? ""
            : "; there is room for another in "
                + Durations.format(
                    HOUR.minusNanos(now - known.values().iterator().next())
                        .plusSeconds(1)
                        .truncatedTo(ChronoUnit.SECONDS));
    return "%s may ping at most %,d different addresses and ports within an hour: %s%s"
        .formatted(UserLimits.nameOf(caller), most, "ping.limits.maxTargetsPerUserPerHour", wait);
  }
}

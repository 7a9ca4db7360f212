package io.pingdeck.web.live;

import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.json.PingJson;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The latest snapshots of the pings and echo servers that live clients have selected. Each change
/// gets a version, so that each client receives exactly what has changed since its last update.
final class LiveBoard {
  private record Card(PingSnapshot snapshot, String json, long version) {}

  private final Map<Long, Card> pings = new LinkedHashMap<>();
  private final Map<Long, Long> removedAt = new LinkedHashMap<>();
  private List<EchoSnapshot> echoServers = List.of();
  private long echoVersion;
  private String heartbeats = "";
  private long heartbeatVersion;
  private long version;

  long version() {
    return version;
  }

  /// Removes pings that no client selects anymore.
  void lookOnlyAt(Set<Long> wanted) {
    pings.keySet().retainAll(wanted);
  }

  /// Applies changed snapshots.
  void show(List<PingSnapshot> snapshots) {
    for (PingSnapshot snapshot : snapshots) {
      long id = snapshot.info().id().value();
      Card known = pings.get(id);
      if (!removedAt.containsKey(id) && (known == null || !known.snapshot().equals(snapshot))) {
        pings.put(id, new Card(snapshot, PingJson.of(snapshot).encode(), ++version));
      }
    }
  }

  void remove(PingId id) {
    pings.remove(id.value());
    removedAt.put(id.value(), ++version);
  }

  void showEchoServers(List<EchoSnapshot> servers) {
    if (echoVersion == 0 || !servers.equals(echoServers)) {
      echoServers = servers;
      echoVersion = ++version;
    }
  }

  /// @param frame the complete frame for clients
  void showHeartbeats(String frame) {
    if (heartbeatVersion == 0 || !frame.equals(heartbeats)) {
      heartbeats = frame;
      heartbeatVersion = ++version;
    }
  }

  /// The selected pings that have changed since a version, as JSON.
  List<String> changed(long since, Subscription subscription, Set<Long> newest) {
    List<String> changed = new ArrayList<>();
    pings.forEach((id, card) -> {
      if (card.version() > since && subscription.has(id, newest)) {
        changed.add(card.json());
      }
    });
    return changed;
  }

  /// The pings deleted since a version. A client that selects the newest pings receives every
  /// deletion.
  List<String> removed(long since, Subscription subscription) {
    return removedAt.entrySet().stream()
        .filter(removal -> removal.getValue() > since)
        .filter(removal -> subscription.has(removal.getKey(), removedAt.keySet()))
        .map(removal -> new PingId(removal.getKey()).toString())
        .toList();
  }

  /// The echo servers, if they have changed since a version.
  Optional<List<EchoSnapshot>> echoServers(long since) {
    return echoVersion > since ? Optional.of(echoServers) : Optional.empty();
  }

  /// The heartbeats, if they have changed since a version.
  Optional<String> heartbeats(long since) {
    return heartbeatVersion > since ? Optional.of(heartbeats) : Optional.empty();
  }

  /// Removes everything. Without viewers, the content is not updated.
  void clear() {
    pings.clear();
    removedAt.clear();
    echoVersion = 0;
    heartbeatVersion = 0;
  }

  /// Removes deletions that every client has received.
  void forgetRemoved(long upTo) {
    removedAt.values().removeIf(removal -> removal <= upTo);
  }
}

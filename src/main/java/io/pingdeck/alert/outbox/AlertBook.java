package io.pingdeck.alert.outbox;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Silence;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the log says: the state of every alert, its history, and the messages that are not told
/// yet. Entries come from the log at the start, and later from the program. Pure.
public final class AlertBook {
  private static final int MOST_HISTORY = 10_000;
  private static final int MOST_GIVEN_UP = 1_000;
  private static final int MOST_ACKNOWLEDGED = 10_000;
  private static final int MOST_RESOLVED = 10_000;

  /// The most silences. One more pushes out the one that ends first.
  public static final int MOST_SILENCES = 1_000;

  private String origin;
  private long lastChange;
  private long lastAlert;
  private final Map<String, AlertChange> newest = new LinkedHashMap<>(); // by rule and subject
  private final LinkedHashSet<String> resolved = new LinkedHashSet<>(); // keys of the newest
  private final Deque<AlertChange> history = new ArrayDeque<>();
  private final Map<Long, AlertChange> untold = new TreeMap<>();
  private final Map<String, Delivery> waiting = new LinkedHashMap<>(); // by channel and key
  private final Map<String, Delivery.Failed> givenUp = new LinkedHashMap<>();
  private final Map<Long, Entry.Acknowledged> acknowledged = new LinkedHashMap<>();
  private final List<Silence> silences = new ArrayList<>();

  /// @param origin distinguishes the keys of a new log from those of others
  public AlertBook(String origin) {
    this.origin = origin;
  }

  public void apply(Entry entry) {
    switch (entry) {
      case Entry.Head head -> {
        origin = head.origin();
        lastChange = Math.max(lastChange, head.lastChange());
        lastAlert = Math.max(lastAlert, head.lastAlert());
      }
      case Entry.Changed(var change) -> changed(change);
      case Entry.Over(var key) -> {
        newest.remove(key);
        resolved.remove(key);
      }
      case Entry.Grouped grouped -> grouped(grouped);
      case Entry.Delivered(var key, var channel) -> {
        waiting.remove(id(channel, key));
        givenUp.remove(id(channel, key));
      }
      case Entry.GivenUp failed -> gaveUp(failed);
      case Entry.SentAgain(var key, var channel) ->
          Optional.ofNullable(givenUp.remove(id(channel, key)))
              .ifPresent(failed -> waiting.put(id(channel, key), failed.delivery()));
      case Entry.Acknowledged ack -> {
        acknowledged.put(ack.alert(), ack);
        evict(acknowledged, MOST_ACKNOWLEDGED);
      }
      case Entry.Silenced(var silence) -> {
        silences.removeIf(
            old -> old.rule().equals(silence.rule()) && old.on().equals(silence.on()));
        silences.add(silence);
        if (silences.size() > MOST_SILENCES) {
          silences.remove(Collections.min(silences, Comparator.comparing(Silence::until)));
        }
      }
    }
  }

  private void changed(AlertChange change) {
    lastChange = Math.max(lastChange, change.id());
    lastAlert = Math.max(lastAlert, change.alert());
    newest.remove(change.key());
    resolved.remove(change.key());
    if (change.to() != AlertState.OK) {
      newest.put(change.key(), change);
    }
    if (change.to() == AlertState.RESOLVED) {
      resolved.add(change.key());
      if (resolved.size() > MOST_RESOLVED) {
        newest.remove(resolved.removeFirst());
      }
    }
    history.addLast(change);
    if (history.size() > MOST_HISTORY) {
      history.removeFirst();
    }
    if (!change.channels().isEmpty()) {
      untold.put(change.id(), change);
    }
  }

  private void grouped(Entry.Grouped grouped) {
    List<AlertChange> changes = new ArrayList<>();
    for (long id : grouped.changes()) {
      AlertChange change = untold.get(id);
      if (change != null && change.channels().contains(grouped.channel())) {
        changes.add(change);
        List<String> rest =
            change.channels().stream().filter(name -> !name.equals(grouped.channel())).toList();
        if (rest.isEmpty()) {
          untold.remove(id);
        } else {
          untold.put(id, change.with(rest));
        }
      }
    }
    if (!changes.isEmpty()) {
      waiting.put(
          id(grouped.channel(), grouped.key()),
          new Delivery(grouped.key(), grouped.channel(), changes, grouped.watched()));
    }
  }

  private void gaveUp(Entry.GivenUp failed) {
    String id = id(failed.channel(), failed.key());
    Delivery delivery = waiting.remove(id);
    if (delivery != null) {
      givenUp.put(id, new Delivery.Failed(delivery, failed.at(), failed.reason()));
      evict(givenUp, MOST_GIVEN_UP);
    }
  }

  private static <K, V> void evict(Map<K, V> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private static String id(String channel, String key) {
    return channel + "\n" + key;
  }

  /// Everything that is still of interest, as entries that make the same book.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry.Head(origin, lastChange, lastAlert));
    // A change that is in a delivery must be untold for that channel, until the delivery follows.
    Map<Long, AlertChange> changes = new TreeMap<>();
    newest.values().forEach(change -> changes.put(change.id(), change.with(List.of())));
    history.forEach(change -> changes.put(change.id(), change.with(List.of())));
    untold.forEach(changes::put);
    for (Delivery delivery : all()) {
      for (AlertChange change : delivery.changes()) {
        AlertChange known = changes.getOrDefault(change.id(), change.with(List.of()));
        List<String> channels = new ArrayList<>(known.channels());
        channels.add(delivery.channel());
        changes.put(change.id(), known.with(channels));
      }
    }
    Set<String> over = new LinkedHashSet<>();
    for (AlertChange change : changes.values()) {
      entries.add(new Entry.Changed(change));
      over.add(change.key());
    }
    over.removeAll(newest.keySet());
    over.forEach(key -> entries.add(new Entry.Over(key)));
    all().forEach(delivery -> entries.add(grouped(delivery)));
    givenUp
        .values()
        .forEach(failed ->
            entries.add(
                new Entry.GivenUp(
                    failed.delivery().key(),
                    failed.delivery().channel(),
                    failed.at(),
                    failed.reason())));
    entries.addAll(acknowledged.values());
    silences.forEach(silence -> entries.add(new Entry.Silenced(silence)));
    return entries;
  }

  private List<Delivery> all() {
    List<Delivery> all = new ArrayList<>(waiting.values());
    givenUp.values().forEach(failed -> all.add(failed.delivery()));
    return all;
  }

  private static Entry.Grouped grouped(Delivery delivery) {
    return new Entry.Grouped(
        delivery.key(),
        delivery.channel(),
        delivery.changes().stream().map(AlertChange::id).toList(),
        delivery.watched());
  }

  /// Prefix of idempotency keys.
  public String origin() {
    return origin;
  }

  public long lastChange() {
    return lastChange;
  }

  public long lastAlert() {
    return lastAlert;
  }

  /// The newest change of each rule for each subject, except of those that are ok.
  public Collection<AlertChange> newest() {
    return newest.values();
  }

  /// @param key rule and subject, see [AlertChange#key()]
  public Optional<AlertChange> newest(String key) {
    return Optional.ofNullable(newest.get(key));
  }

  /// Kept changes, oldest first.
  public Collection<AlertChange> history() {
    return history;
  }

  /// Changes that some channels must be told and that no delivery contains yet, in order. Each
  /// names only these channels.
  public Collection<AlertChange> untold() {
    return untold.values();
  }

  /// Deliveries that no receiver has accepted yet, in order.
  public Collection<Delivery> waiting() {
    return waiting.values();
  }

  public Collection<Delivery.Failed> givenUp() {
    return givenUp.values();
  }

  public Optional<Delivery.Failed> givenUp(String channel, String key) {
    return Optional.ofNullable(givenUp.get(id(channel, key)));
  }

  public Optional<Entry.Acknowledged> acknowledged(long alert) {
    return Optional.ofNullable(acknowledged.get(alert));
  }

  /// Silences that have not ended.
  public List<Silence> silences(Instant now) {
    return silences.stream().filter(silence -> now.isBefore(silence.until())).toList();
  }
}

package io.pingdeck.alert.outbox;

import io.pingdeck.alert.api.AlertChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// Decides which messages are sent when: at least once, in order per alert and channel, several in
/// one request where they come together, and again at growing distances until given up. Pure; times
/// are those of a monotonic clock.
public final class Outbox {
  private static final long FIRST_WAIT = 1_000_000_000L;
  private static final long LONGEST_WAIT = 300_000_000_000L;

  /// Requests at once to one receiver.
  private static final int MOST_IN_FLIGHT = 4;

  /// Messages in one request.
  private static final int MOST_IN_GROUP = 1000;

  private final long groupNanos;
  private final long giveUpNanos;
  private final RandomGenerator random;
  private final Map<Long, Long> arrivals = new HashMap<>(); // when a change was first seen
  private final Map<String, Attempts> attempts = new HashMap<>();

  private static final class Attempts {
    private boolean inFlight;
    private long nextAt;
    private long wait = FIRST_WAIT;
    private long firstAt = Long.MIN_VALUE;
    private String reason = "";

    boolean isDue(long now) {
      return firstAt == Long.MIN_VALUE || now - nextAt >= 0;
    }
  }

  /// @param groupNanos how long a message waits for others
  /// @param giveUpNanos how long a message is retried
  /// @param random spreads the attempts
  public Outbox(long groupNanos, long giveUpNanos, RandomGenerator random) {
    this.groupNanos = groupNanos;
    this.giveUpNanos = giveUpNanos;
    this.random = random;
  }

  /// The groups whose window is over. To be written and applied before anything is sent.
  ///
  /// @param watched number of subjects that a rule watches
  public List<Entry.Grouped> group(AlertBook book, ToIntFunction<String> watched, long now) {
    Map<String, List<AlertChange>> byChannel = new LinkedHashMap<>();
    Set<String> due = new HashSet<>();
    for (AlertChange change : book.untold()) {
      long arrival = arrivals.computeIfAbsent(change.id(), _ -> now);
      for (String channel : change.channels()) {
        byChannel.computeIfAbsent(channel, _ -> new ArrayList<>()).add(change);
        if (now - arrival >= groupNanos) {
          due.add(channel);
        }
      }
    }
    List<Entry.Grouped> groups = new ArrayList<>();
    byChannel.forEach((channel, changes) -> {
      if (due.contains(channel)) {
        group(book.origin(), channel, changes, watched, groups);
      }
    });
    if (arrivals.size() > 2 * book.untold().size() + 100) {
      Set<Long> known = new HashSet<>();
      book.untold().forEach(change -> known.add(change.id()));
      arrivals.keySet().retainAll(known);
    }
    return groups;
  }

  /// Groups changes of one rule into the same state. A group ends before the second message of one
  /// alert, so that their order remains.
  private static void group(
      String origin,
      String channel,
      List<AlertChange> changes,
      ToIntFunction<String> watched,
      List<Entry.Grouped> groups) {
    Map<String, List<AlertChange>> open = new LinkedHashMap<>();
    Set<String> told = new HashSet<>();
    for (AlertChange change : changes) {
      String group = change.rule() + "\n" + change.message();
      if (!told.add(change.key()) || open.getOrDefault(group, List.of()).size() >= MOST_IN_GROUP) {
        close(origin, channel, open, watched, groups);
        told.clear();
        told.add(change.key());
      }
      open.computeIfAbsent(group, _ -> new ArrayList<>()).add(change);
    }
    close(origin, channel, open, watched, groups);
  }

  private static void close(
      String origin,
      String channel,
      Map<String, List<AlertChange>> open,
      ToIntFunction<String> watched,
      List<Entry.Grouped> groups) {
    for (List<AlertChange> group : open.values()) {
      groups.add(
          new Entry.Grouped(
              origin + "-" + group.getFirst().id(),
              channel,
              group.stream().map(AlertChange::id).toList(),
              watched.applyAsInt(group.getFirst().rule())));
    }
    open.clear();
  }

  /// The deliveries to be sent now; they count as in flight.
  public List<Delivery> due(AlertBook book, long now) {
    List<Delivery> due = new ArrayList<>();
    Map<String, Integer> flying = new HashMap<>();
    Map<String, Set<String>> earlier = new HashMap<>();
    for (Delivery delivery : book.waiting()) {
      Set<String> before = earlier.computeIfAbsent(delivery.channel(), _ -> new HashSet<>());
      boolean isFirst = delivery.changes().stream().noneMatch(c -> before.contains(c.key()));
      delivery.changes().forEach(change -> before.add(change.key()));
      Attempts state = attempts.computeIfAbsent(id(delivery), _ -> new Attempts());
      int others = flying.getOrDefault(delivery.channel(), 0);
      if (state.inFlight) {
        flying.put(delivery.channel(), others + 1);
      } else if (isFirst && others < MOST_IN_FLIGHT && state.isDue(now)) {
        flying.put(delivery.channel(), others + 1);
        state.inFlight = true;
        state.firstAt = state.firstAt == Long.MIN_VALUE ? now : state.firstAt;
        due.add(delivery);
      }
    }
    forget(book.waiting());
    return due;
  }

  private void forget(Collection<Delivery> waiting) {
    if (attempts.size() > 2 * waiting.size() + 100) {
      Set<String> known = new HashSet<>();
      waiting.forEach(delivery -> known.add(id(delivery)));
      attempts.entrySet().removeIf(e -> !e.getValue().inFlight && !known.contains(e.getKey()));
    }
  }

  /// The receiver accepted it.
  public void delivered(Delivery delivery) {
    attempts.remove(id(delivery));
  }

  /// An attempt failed.
  ///
  /// @return whether it is given up
  public boolean failed(Delivery delivery, String reason, long now) {
    Attempts state = attempts.computeIfAbsent(id(delivery), _ -> new Attempts());
    state.inFlight = false;
    state.reason = reason;
    if (state.firstAt != Long.MIN_VALUE && now - state.firstAt >= giveUpNanos) {
      attempts.remove(id(delivery));
      return true;
    }
    // Half of the wait is random, so that a receiver that recovers is not hit by all at once.
    state.nextAt = now + state.wait / 2 + random.nextLong(state.wait / 2 + 1);
    state.wait = Math.min(2 * state.wait, LONGEST_WAIT);
    return false;
  }

  /// Why the last attempt failed; empty if none did.
  public String reason(Delivery delivery) {
    Attempts state = attempts.get(id(delivery));
    return state == null ? "" : state.reason;
  }

  private static String id(Delivery delivery) {
    return delivery.channel() + "\n" + delivery.key();
  }
}

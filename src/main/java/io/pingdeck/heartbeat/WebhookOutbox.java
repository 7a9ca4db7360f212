package io.pingdeck.heartbeat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.disk.RecordLines;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The queue of changes to post. Pure. The caller writes [#save()] to disk before each attempt, so
/// no process repeats a delivery that an earlier one may have completed.
///
/// A change is posted if its state is configured and differs from the state last posted for that
/// application: `alive` after the monitor's own pause is redundant to the receiver.
final class WebhookOutbox {
  private static final int CAPACITY = 100_000;

  private final Set<BeatState> wanted;
  private final Deque<BeatChange> waiting = new ArrayDeque<>();
  private final Map<String, BeatState> told = new LinkedHashMap<>();
  private long seen;
  private OptionalLong attempting = OptionalLong.empty();

  WebhookOutbox(Set<BeatState> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  /// @param seen id of the last change examined; -1 if it was lost
  /// @param attempting change whose delivery had started and whose outcome is unknown
  record Saved(
      long seen, List<BeatChange> waiting, Map<String, BeatState> told, OptionalLong attempting) {
    Saved {
      if (seen < -1) {
        throw new IllegalArgumentException("seen " + seen);
      }
      waiting = List.copyOf(waiting);
      told = Map.copyOf(told);
    }
  }

  /// Defaults for the rest if only queued changes were readable. Changes made meanwhile are not
  /// posted, since a duplicate is worse than an omission.
  static ObjectNode rest() {
    ObjectNode rest = RecordLines.object().put("seen", -1);
    rest.putObject("told");
    return rest;
  }

  Saved save() {
    return new Saved(seen, List.copyOf(waiting), told, attempting);
  }

  /// @return the change that an earlier process may or may not have delivered; it is dropped, since
  ///   a duplicate is worse than an omission
  Optional<BeatChange> restore(Saved saved) {
    seen = saved.seen();
    waiting.addAll(saved.waiting());
    told.putAll(saved.told());
    Optional<BeatChange> doubtful =
        waiting.stream()
            .filter(change -> saved.attempting().equals(OptionalLong.of(change.id())))
            .findFirst();
    doubtful.ifPresent(waiting::remove);
    return doubtful;
  }

  /// Skips all changes up to and including this one.
  void startAfter(long change) {
    seen = change;
  }

  /// Adds changes that are on disk; those seen before are skipped.
  ///
  /// @return whether any is to be posted
  boolean offer(List<BeatChange> changes) {
    boolean any = false;
    for (BeatChange change : changes) {
      if (change.id() > seen) {
        seen = change.id();
        any |= take(change);
      }
    }
    return any;
  }

  private boolean take(BeatChange change) {
    if (!wanted.contains(change.to()) || told.get(change.application()) == change.to()) {
      return false;
    }
    tell(change);
    waiting.addLast(change);
    if (waiting.size() > CAPACITY) {
      waiting.removeFirst();
    }
    return true;
  }

  private void tell(BeatChange change) {
    told.remove(
        change.application()); // moves to the end: the least recently posted is evicted first
    told.put(change.application(), change.to());
    if (told.size() > CAPACITY) {
      told.remove(told.keySet().iterator().next());
    }
  }

  /// The next change to post.
  Optional<BeatChange> next() {
    return Optional.ofNullable(waiting.peekFirst());
  }

  /// Starts an attempt; write [#save()] before sending.
  void begin(BeatChange change) {
    attempting = OptionalLong.of(change.id());
  }

  /// The attempt definitely failed.
  void failed() {
    attempting = OptionalLong.empty();
  }

  /// The change was delivered or is given up.
  void done(BeatChange change) {
    attempting = OptionalLong.empty();
    waiting.remove(change);
  }
}

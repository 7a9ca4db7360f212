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

/// Which changes are still to be posted. Pure; whoever uses it writes [#save()] to disk before each
/// attempt, so that no process ever repeats what an earlier one may have delivered.
///
/// A change is worth posting if its state was asked for and differs from what was posted of that
/// application before: `alive` after the monitor's own pause is no news to the receiver.
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

  /// @param seen the id of the last change that was looked at; -1 if that was lost
  /// @param attempting the change whose delivery had begun and whose outcome is not known
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

  /// What stands in for the rest where only waiting changes could be read: what came meanwhile is
  /// not posted, since sent twice is worse than once too few.
  static ObjectNode rest() {
    ObjectNode rest = RecordLines.object().put("seen", -1);
    rest.putObject("told");
    return rest;
  }

  Saved save() {
    return new Saved(seen, List.copyOf(waiting), told, attempting);
  }

  /// @return the change that may or may not have been delivered by an earlier process; it is left
  ///   out, since sent twice is worse than once too few
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

  /// Nothing up to this change is worth posting.
  void startAfter(long change) {
    seen = change;
  }

  /// Changes that are on disk; those seen before are passed over.
  ///
  /// @return whether any is worth posting
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
    told.remove(change.application()); // to the end: the one told longest ago is forgotten first
    told.put(change.application(), change.to());
    if (told.size() > CAPACITY) {
      told.remove(told.keySet().iterator().next());
    }
  }

  /// The next change to post.
  Optional<BeatChange> next() {
    return Optional.ofNullable(waiting.peekFirst());
  }

  /// An attempt begins; write [#save()] before it does.
  void begin(BeatChange change) {
    attempting = OptionalLong.of(change.id());
  }

  /// The attempt has failed, for certain.
  void failed() {
    attempting = OptionalLong.empty();
  }

  /// It was delivered, or is given up.
  void done(BeatChange change) {
    attempting = OptionalLong.empty();
    waiting.remove(change);
  }
}

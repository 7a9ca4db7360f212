package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The latest changes of all applications, bounded.
public final class ChangeLog {
  static final int CAPACITY = 1000;

  private final Deque<BeatChange> changes = new ArrayDeque<>();

  public void add(BeatChange change) {
    changes.addLast(change);
    if (changes.size() > CAPACITY) {
      changes.removeFirst();
    }
  }

  /// All changes, oldest first.
  public List<BeatChange> all() {
    return List.copyOf(changes);
  }

  /// The latest changes, newest first.
  public List<BeatChange> latest(Optional<String> application, int limit) {
    List<BeatChange> latest = new ArrayList<>();
    Iterator<BeatChange> backwards = changes.descendingIterator();
    while (backwards.hasNext() && latest.size() < limit) {
      BeatChange change = backwards.next();
      if (application.isEmpty() || application.get().equals(change.application())) {
        latest.add(change);
      }
    }
    return latest;
  }
}

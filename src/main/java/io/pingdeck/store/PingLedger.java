package io.pingdeck.store;

import static java.util.Objects.requireNonNull;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.probe.LatestCounters;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.probe.SampleBatch;
import io.pingdeck.stats.PackedRtts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Which pings and echo servers there are and how they stand, kept up to date on disk: what a
/// person changed at once, what samples change each second, or every ten where many pings run.
///
/// Any thread may tell it of changes; the writer's thread does the rest.
final class PingLedger implements AutoCloseable {
  /// What a crash may take from the counters; the samples themselves are in the history.
  static final int SAVE_SECONDS = 10;

  /// So many can be saved each second: some kilobytes for each that has run for long.
  static final int FEW = 32;

  private static final class Entry {
    private PingInfo info;
    private final LatestCounters counters = new LatestCounters();
    private final PackedRtts rtts;
    private long lastSequence;
    private long lastSentEpochNanos;
    private boolean urgent = true;
    private boolean changed = true;
    private boolean forgotten;

    Entry() {
      rtts = new PackedRtts();
    }

    /// As it is on the disk.
    Entry(SavedPing ping) {
      info = ping.info();
      counters.take(ping.counters());
      rtts = new PackedRtts(ping.rtts());
      lastSequence = ping.lastSequence();
      lastSentEpochNanos = ping.lastSentEpochNanos();
      urgent = false;
      changed = false;
    }

    /// Until the next one is asked for its own: new room for the RTTs of each would be half of what
    /// the program allocates where there are many.
    SavedPing saved() {
      return new SavedPing(info, counters.get(), rtts.passing(), lastSequence, lastSentEpochNanos);
    }
  }

  private final Path file;
  private Optional<SavedState> known;
  private final LongObjectMap<Entry> entries = new LongObjectHashMap<>();
  private final Set<Long> removed = new HashSet<>();
  private final Set<Long> leaving = ConcurrentHashMap.newKeySet(); // until they are off the disk
  private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
  private Optional<StateDatabase> database;
  private Optional<List<SavedEcho>> echoServers = Optional.empty();
  private int turns;

  private PingLedger(Path file, StateDatabase database) throws IOException {
    this.file = file;
    this.database = Optional.of(database);
    SavedState saved = database.load();
    known = Optional.of(saved);
    for (SavedPing ping : saved.pings()) {
      entries.put(ping.info().id().value(), new Entry(ping));
    }
  }

  static PingLedger open(Path directory) throws IOException {
    Path file = requireNonNull(directory, "directory").resolve("state.db");
    StateDatabase database = StateDatabase.open(file);
    try {
      PingLedger ledger = new PingLedger(file, database);
      ledger.save(false);
      return ledger;
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// What the run before left. To be asked once: it is not held any longer.
  SavedState takeKnown() {
    SavedState taken = known.orElseThrow();
    known = Optional.empty();
    return taken;
  }

  /// A ping as it was last saved, also one that was forgotten. Any thread may ask.
  Optional<SavedPing> find(long ping) throws IOException {
    return leaving.contains(ping) ? Optional.empty() : StateDatabase.find(file, ping);
  }

  /// A ping that is new, or what is new about it.
  void put(PingInfo info) {
    told.add(() -> {
      Entry entry = entries.computeIfAbsent(info.id().value(), id -> new Entry());
      entry.info = info;
      entry.urgent = true;
    });
  }

  void remove(long ping) {
    leaving.add(ping);
    told.add(() -> {
      entries.remove(ping);
      removed.add(ping);
    });
  }

  /// Holds a ping no longer in memory, once it is saved; it stays on the disk.
  void forget(long ping) {
    told.add(() -> {
      Entry entry = entries.get(ping);
      if (entry != null) {
        entry.forgotten = true;
        entry.urgent = true;
      }
    });
  }

  /// All echo servers there are.
  void put(List<SavedEcho> servers) {
    told.add(() -> echoServers = Optional.of(List.copyOf(servers)));
  }

  /// What samples and counters change.
  void record(SampleBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      Entry entry = entries.get(batch.ping(i));
      if (entry != null) {
        if (batch.outcome(i).hasRtt()) {
          entry.rtts.record(batch.rttNanos()[i]);
        }
        entry.lastSequence = Math.max(entry.lastSequence, batch.sequences()[i]);
        entry.lastSentEpochNanos = Math.max(entry.lastSentEpochNanos, batch.sentEpochNanos()[i]);
        entry.changed = true;
      }
    }
    for (int row = 0; row < batch.counterPings().length; row++) {
      Entry entry = entries.get(batch.counterPings()[row]);
      if (entry != null) {
        entry.counters.take(batch, row);
        entry.changed = true;
      }
    }
  }

  /// Takes in what it was told. Before the samples that follow it.
  void listen() {
    for (Runnable change = told.poll(); change != null; change = told.poll()) {
      change.run();
    }
  }

  /// Called every second.
  void turn() throws IOException {
    boolean all = ++turns % SAVE_SECONDS == 0 || areFewChanged();
    boolean urgent =
        !removed.isEmpty()
            || echoServers.isPresent()
            || entries.values().stream().anyMatch(entry -> entry.urgent);
    if (all || urgent) {
      save(false, all);
    }
  }

  private boolean areFewChanged() {
    long changed = entries.values().stream().filter(entry -> entry.changed).count();
    return changed > 0 && changed <= FEW;
  }

  /// Saves everything and notes that the program has ended in order.
  void end() throws IOException {
    listen();
    save(true);
  }

  private void save(boolean ends) throws IOException {
    save(ends, true);
  }

  private void save(boolean ends, boolean all) throws IOException {
    List<Entry> saved =
        entries.values().stream().filter(e -> e.urgent || all && e.changed).toList();
    // A file that failed is not written again before it was opened anew.
    StateDatabase to = database.isPresent() ? database.get() : StateDatabase.open(file);
    database = Optional.of(to);
    try {
      to.put(() -> saved.stream().map(Entry::saved).iterator());
      for (long ping : removed) {
        to.remove(ping);
      }
      if (echoServers.isPresent()) {
        to.put(echoServers.get());
      }
      to.ending(ends);
      to.commit();
    } catch (SQLException e) {
      close();
      throw to.describe(e);
    }
    for (Entry entry : saved) {
      entry.urgent = false;
      entry.changed = false;
    }
    entries.entrySet().removeIf(e -> e.getValue().forgotten && !e.getValue().urgent);
    leaving.removeAll(removed);
    removed.clear();
    echoServers = Optional.empty();
  }

  @Override
  public void close() {
    database.ifPresent(StateDatabase::close);
    database = Optional.empty();
  }
}

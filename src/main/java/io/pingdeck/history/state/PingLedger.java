package io.pingdeck.history.state;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.Tally;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.PackedRtts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The pings and echo servers and their state, as it is to be saved on disk. A change by a user is
/// due at once. Changes by samples are due every second, or every ten seconds if many pings run.
/// Thread-safe; recording a change never blocks.
public final class PingLedger {
  /// What a crash may lose of the counters; the samples themselves are in the history.
  static final int SAVE_SECONDS = 10;

  /// Number of pings that can be saved every second: a long-running ping takes some kilobytes.
  static final int FEW = 32;

  private static final class Entry {
    private PingInfo info;
    private final Tally counters = new Tally();
    private final PackedRtts rtts;
    private long lastSequence;
    private long lastSentEpochNanos;
    private boolean urgent = true;
    private boolean changed = true;

    Entry() {
      rtts = new PackedRtts();
    }

    /// A ping as read from the disk.
    Entry(SavedPing ping) {
      info = ping.info();
      counters.take(ping.counters());
      rtts = new PackedRtts(ping.rtts());
      lastSequence = ping.lastSequence();
      lastSentEpochNanos = ping.lastSentEpochNanos();
      urgent = false;
      changed = false;
    }

    /// Valid until the next call for any ping: separate buffers for RTTs would be half of what the
    /// program allocates with many pings.
    SavedPing saved() {
      return new SavedPing(
          info, counters.counters(), rtts.passing(), lastSequence, lastSentEpochNanos);
    }

    byte[] line() {
      urgent = false;
      changed = false;
      return StateLines.ping(saved());
    }
  }

  private final LongObjectMap<Entry> entries = new LongObjectHashMap<>();
  private final Set<Long> removed = new HashSet<>();
  private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
  private List<SavedEcho> echoServers = List.of();
  private boolean echoChanged;
  private int turns;

  /// Restores the state of the previous run. What this run has recorded already takes precedence.
  synchronized void restore(SavedState state) {
    for (SavedPing ping : state.pings()) {
      entries.putIfAbsent(ping.info().id().value(), new Entry(ping));
    }
    echoServers = state.echoServers();
    listen();
  }

  /// The current state of a ping, without its samples.
  public synchronized Optional<PingSnapshot> find(long ping) {
    listen();
    return Optional.ofNullable(entries.get(ping)).map(entry -> entry.saved().snapshot());
  }

  /// Records a new ping, or a change of a ping.
  public void put(PingInfo info) {
    told.add(() -> {
      Entry entry = entries.computeIfAbsent(info.id().value(), id -> new Entry());
      entry.info = info;
      entry.urgent = true;
    });
  }

  /// Records that a ping was deleted, or ended and was dropped from the list.
  public void remove(long ping) {
    told.add(() -> {
      entries.remove(ping);
      removed.add(ping);
    });
  }

  /// Records all existing echo servers.
  public void put(List<SavedEcho> servers) {
    List<SavedEcho> all = List.copyOf(servers);
    told.add(() -> {
      echoServers = all;
      echoChanged = true;
    });
  }

  /// Records samples and counters.
  public synchronized void record(List<SampleBatch> batches) {
    listen(); // a ping's first samples may directly follow its start
    batches.forEach(this::record);
  }

  private void record(SampleBatch batch) {
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

  private void listen() {
    for (Runnable change = told.poll(); change != null; change = told.poll()) {
      change.run();
    }
  }

  /// Call once a second. Changes by samples may be due.
  ///
  /// @return the lines to append to the file
  synchronized List<byte[]> due() {
    listen();
    long changed = entries.values().stream().filter(entry -> entry.changed).count();
    return lines(++turns % SAVE_SECONDS == 0 || changed <= FEW);
  }

  /// Changes by users.
  ///
  /// @return the lines to append to the file
  synchronized List<byte[]> urgent() {
    listen();
    return lines(false);
  }

  private List<byte[]> lines(boolean all) {
    List<byte[]> lines = new ArrayList<>();
    removed.forEach(ping -> lines.add(StateLines.gone(ping)));
    removed.clear();
    for (Entry entry : entries.values()) {
      if (entry.urgent || all && entry.changed) {
        lines.add(entry.line());
      }
    }
    if (echoChanged) {
      lines.add(StateLines.echo(echoServers));
      echoChanged = false;
    }
    return lines;
  }

  /// The complete state, as lines that replace all earlier ones.
  ///
  /// @param endedInOrder whether the program is shutting down
  synchronized List<byte[]> everything(boolean endedInOrder) {
    listen();
    removed.clear();
    echoChanged = false;
    List<byte[]> pings = entries.values().stream().map(Entry::line).toList();
    return StateLines.all(pings, echoServers, endedInOrder);
  }
}

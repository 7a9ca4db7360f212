package io.pingdeck.history.state;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.LatestCounters;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.PackedRtts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Which pings and echo servers there are and how they stand: what is to be kept on disk. What a
/// person changed is due at once, what samples change each second, or every ten where many pings
/// run. Thread-safe; telling it of a change never waits.
public final class PingLedger {
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

  /// Takes over what the run before left. What this one was told already stands over it.
  synchronized void restore(SavedState state) {
    for (SavedPing ping : state.pings()) {
      entries.putIfAbsent(ping.info().id().value(), new Entry(ping));
    }
    echoServers = state.echoServers();
    listen();
  }

  /// A ping as it stands, without its samples.
  public synchronized Optional<PingSnapshot> find(long ping) {
    listen();
    return Optional.ofNullable(entries.get(ping)).map(entry -> entry.saved().snapshot());
  }

  /// A ping that is new, or what is new about it.
  public void put(PingInfo info) {
    told.add(() -> {
      Entry entry = entries.computeIfAbsent(info.id().value(), id -> new Entry());
      entry.info = info;
      entry.urgent = true;
    });
  }

  /// A ping that was deleted, or that has ended and is listed no more.
  public void remove(long ping) {
    told.add(() -> {
      entries.remove(ping);
      removed.add(ping);
    });
  }

  /// All echo servers there are.
  public void put(List<SavedEcho> servers) {
    List<SavedEcho> all = List.copyOf(servers);
    told.add(() -> {
      echoServers = all;
      echoChanged = true;
    });
  }

  /// What samples and counters change.
  public synchronized void record(List<SampleBatch> batches) {
    listen(); // the first samples of a ping may follow its start closely
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

  /// A second has passed: what samples changed may be due.
  ///
  /// @return the lines to add to those on the disk
  synchronized List<byte[]> due() {
    listen();
    long changed = entries.values().stream().filter(entry -> entry.changed).count();
    return lines(++turns % SAVE_SECONDS == 0 || changed <= FEW);
  }

  /// What a person changed.
  ///
  /// @return the lines to add to those on the disk
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

  /// Everything, as lines that need no others.
  ///
  /// @param endedInOrder whether the program ends now
  synchronized List<byte[]> everything(boolean endedInOrder) {
    listen();
    removed.clear();
    echoChanged = false;
    List<byte[]> pings = entries.values().stream().map(Entry::line).toList();
    return StateLines.all(pings, echoServers, endedInOrder);
  }
}

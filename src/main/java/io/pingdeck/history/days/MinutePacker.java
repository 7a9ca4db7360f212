package io.pingdeck.history.days;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.history.days.RollupTables.Width;
import io.pingdeck.history.days.SampleTables.Chunk;
import io.pingdeck.ping.sample.SampleColumns;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// Packs one minute: converts its journal, together with the result of an earlier packing of the
/// same minute, into one chunk and one rollup per ping. It processes some pings at a time, because
/// a whole minute could exceed the memory. Other data may be written and committed in between,
/// because a sample that is both in the journal and in a chunk counts once.
///
/// The rollups are on the disk before the journal is cleared. If the program dies in between, the
/// minute is packed again, with the same rollups.
final class MinutePacker {
  private static final int TENS = 6;
  private static final int PINGS_AT_ONCE = 1_000;

  /// They live until their chunks are written, and medium-lived objects cause long GC pauses. This
  /// is about five megabytes.
  private static final int SAMPLES_AT_ONCE = 60_000;

  /// Fewer samples are aggregated as fast as stored rollups are read, and storing rollups would
  /// nearly double the space.
  private static final int WORTH_TENS = 600;

  private static final long MINUTES_PER_HOUR = 60;

  private final SampleTables samples;
  private final long minute;
  private final JournalMinute journal;
  private final LongObjectMap<VarReader> packedBefore = new LongObjectHashMap<>();
  private final LongObjectMap<SampleColumns> pings = new LongObjectHashMap<>();
  private final ArrayDeque<SampleColumns> spare = new ArrayDeque<>();
  private long highest = Long.MIN_VALUE;

  MinutePacker(SampleTables samples, long minute) throws SQLException {
    this.samples = samples;
    this.minute = minute;
    journal = samples.journal(minute);
    samples.readBlocks(minute, packedBefore::put);
  }

  /// Reads the samples of the next pings.
  ///
  /// @return the number of pings; 0 if there are none left
  int read() throws SQLException {
    pings.values().forEach(this::putAway);
    pings.clear();
    int room = SAMPLES_AT_ONCE;
    while (journal.hasMore() && room > 0 && pings.size() < PINGS_AT_ONCE) {
      long ping = journal.ping();
      SampleColumns columns = pings.containsKey(ping) ? pings.get(ping) : packed(ping);
      journal.read(columns);
      room -= columns.size;
      pings.put(ping, columns.ordered());
    }
    return pings.size();
  }

  /// The samples of a ping that are already packed. They are older than those in the journal.
  private SampleColumns packed(long ping) throws SQLException {
    SampleColumns columns = spare.isEmpty() ? new SampleColumns() : spare.pop();
    if (ping <= highest) { // the ping occurs again, see JournalMinute
      samples.readBlocks(ping, minute, minute, (_, block) -> SampleBlock.read(block, columns));
    } else if (packedBefore.containsKey(ping)) {
      SampleBlock.read(packedBefore.get(ping), columns);
    }
    highest = Math.max(highest, ping);
    return columns;
  }

  private void putAway(SampleColumns columns) {
    columns.clear();
    spare.push(columns);
  }

  /// Aggregates the minute of the pings that were read. If their hour has already been aggregated,
  /// aggregates it again.
  ///
  /// @param others the other segments of the day
  void writeRollups(RollupTables tables, DaySamples others) throws SQLException {
    Map<Long, Rollup> rollups = new HashMap<>();
    pings.forEach((ping, columns) -> {
      SampleColumns all = others.samples(ping, minute, minute);
      rollups.put(ping, Rollup.of(all.size == 0 ? columns : all.append(columns).ordered()));
    });
    tables.put(Width.MINUTE, minute, rollups);
    long hour = Math.floorDiv(minute, MINUTES_PER_HOUR);
    if (tables.isClosed(hour)) {
      tables.reopenHour(hour, pings.keySet());
    }
  }

  /// Writes the chunks of the pings that were read.
  void writeChunks() throws SQLException {
    List<Chunk> chunks = new ArrayList<>();
    pings.forEach((ping, columns) -> chunks.add(chunk(minute, ping, columns)));
    chunks.sort((a, b) -> Long.compare(a.ping(), b.ping()));
    samples.putChunks(chunks);
  }

  /// Deletes the journal rows that the chunks have replaced.
  void end() throws SQLException {
    samples.clearJournal(minute, journal.lastRow());
    samples.commit();
  }

  /// Encodes a ping's minute as a row.
  static Chunk chunk(long minute, long ping, SampleColumns columns) {
    VarWriter block = new VarWriter();
    SampleBlock.write(columns, block);
    return new Chunk(minute, ping, columns.size, tens(minute, columns), block.toBytes());
  }

  private static byte[] tens(long minute, SampleColumns columns) {
    VarWriter out = new VarWriter();
    if (columns.size >= WORTH_TENS) {
      NavigableMap<Long, Rollup> tens = DaySamples.tens(columns);
      for (int i = 0; i < TENS; i++) {
        tens.getOrDefault(minute * TENS + i, new Rollup()).write(out);
      }
    }
    return out.toBytes();
  }
}

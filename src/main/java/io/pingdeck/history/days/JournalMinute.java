package io.pingdeck.history.days;

import io.pingdeck.base.VarReader;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.ping.sample.SampleColumns;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// The journal of one minute, ping by ping: a merge of its rows. A row is loaded lazily, when the
/// merge reaches its first ping, so that with very many pings only a part is in memory.
///
/// A row written by an older version may have its pings in any order. A ping may then occur more
/// than once.
final class JournalMinute {
  /// Loads the blocks of a row; empty if they are damaged.
  @FunctionalInterface
  interface Source {
    Optional<byte[]> blocks(long row) throws SQLException;
  }

  /// A run of blocks ordered by ping: a row that has not been loaded yet, or a part of one that
  /// has.
  private static final class Run {
    private final long row;
    private final VarReader in; // null until the row is fetched
    private final int start;
    private long ping;
    private VarReader block;

    Run(long row, long firstPing) {
      this.row = row;
      this.in = null;
      this.start = 0;
      this.ping = firstPing;
    }

    Run(long row, byte[] blocks, int start, int end) {
      this.row = row;
      this.in = new VarReader(blocks, start, end);
      this.start = start;
    }

    boolean isFetched() {
      return in != null;
    }

    boolean next() {
      if (!in.hasMore()) {
        return false;
      }
      ping = in.unsigned();
      block = in.slice(in.small());
      return true;
    }
  }

  private final Source source;
  private final PriorityQueue<Run> runs =
      new PriorityQueue<>(
          Comparator.<Run>comparingLong(run -> run.ping)
              .thenComparingLong(run -> run.row)
              .thenComparingInt(run -> run.start));
  private long lastRow = Long.MIN_VALUE;

  JournalMinute(Source source) {
    this.source = source;
  }

  /// Adds a row. Rows must be added in the order they were written.
  ///
  /// @param head the first bytes of the row
  void add(long row, byte[] head) {
    lastRow = row;
    runs.add(new Run(row, firstPing(head)));
  }

  private static long firstPing(byte[] head) {
    try {
      return new VarReader(head).unsigned();
    } catch (IndexOutOfBoundsException e) {
      return Long.MIN_VALUE; // empty or damaged; loading the row reports it
    }
  }

  /// The id of the last added row.
  long lastRow() {
    return lastRow;
  }

  boolean hasMore() throws SQLException {
    while (!runs.isEmpty() && !runs.element().isFetched()) {
      fetch(runs.remove().row);
    }
    return !runs.isEmpty();
  }

  private void fetch(long row) throws SQLException {
    Optional<byte[]> fetched = source.blocks(row);
    if (fetched.isEmpty()) {
      return;
    }
    byte[] blocks = fetched.get();
    VarReader in = new VarReader(blocks);
    int start = 0;
    long last = Long.MIN_VALUE;
    while (in.hasMore()) {
      int here = in.position();
      long ping = in.unsigned();
      in.slice(in.small());
      if (ping < last) {
        addRun(new Run(row, blocks, start, here));
        start = here;
      }
      last = ping;
    }
    addRun(new Run(row, blocks, start, blocks.length));
  }

  private void addRun(Run run) {
    if (run.next()) {
      runs.add(run);
    }
  }

  /// The next ping with samples. Requires [#hasMore()].
  long ping() {
    return runs.element().ping;
  }

  /// Appends all samples of the next ping in the order they were written, and advances past it.
  void read(SampleColumns into) throws SQLException {
    long ping = ping();
    while (hasMore() && ping() == ping) {
      Run run = runs.remove();
      SampleBlock.read(run.block, into);
      addRun(run);
    }
  }
}

package io.pingdeck.store;

import java.util.Comparator;
import java.util.PriorityQueue;

/// What the journal has of one minute, ping by ping: a merge of its rows, so that the samples of
/// one ping at a time are objects, however many pings there are.
final class JournalMinute {
  /// Blocks of one row, in the order of their pings.
  private static final class Run {
    private final VarReader in;
    private final int place;
    private long ping;
    private VarReader block;

    Run(VarReader in, int place) {
      this.in = in;
      this.place = place;
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

  private final PriorityQueue<Run> runs =
      new PriorityQueue<>(
          Comparator.<Run>comparingLong(run -> run.ping).thenComparingInt(run -> run.place));
  private int places;
  private long lastRow = Long.MIN_VALUE;

  /// Adds a row, in the order they were written.
  void add(long id, byte[] row) {
    lastRow = id;
    VarReader in = new VarReader(row);
    int start = 0;
    long last = Long.MIN_VALUE;
    while (in.hasMore()) {
      int here = in.position();
      long ping = in.unsigned();
      in.slice(in.small());
      // Older versions wrote them in any order.
      if (ping < last) {
        addRun(new VarReader(row, start, here));
        start = here;
      }
      last = ping;
    }
    addRun(new VarReader(row, start, row.length));
  }

  private void addRun(VarReader in) {
    Run run = new Run(in, places++);
    if (run.next()) {
      runs.add(run);
    }
  }

  /// The id of the row that was added last.
  long lastRow() {
    return lastRow;
  }

  boolean hasMore() {
    return !runs.isEmpty();
  }

  /// The next ping that it has samples of.
  long ping() {
    return runs.element().ping;
  }

  /// Appends all samples of the next ping, in the order they were written, and goes on behind it.
  void read(PingColumns into) {
    long ping = ping();
    while (hasMore() && ping() == ping) {
      Run run = runs.remove();
      SampleBlock.read(run.block, into);
      if (run.next()) {
        runs.add(run);
      }
    }
  }
}

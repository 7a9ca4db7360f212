package io.pingdeck.heartbeat.monitor;

import java.util.Arrays;

/// The sequences of one run of an application. Invariant: `highest - first + 1 = received +
/// goodbyes + lost + unseen`.
///
/// The last [#WINDOW] sequences are tracked individually, which distinguishes a duplicate from a
/// reordered beat. Sequences are the sender's with wraps undone, so one from before the first wrap
/// may be negative.
final class SequenceRun {
  static final int WINDOW = 1024;

  private final long[] seen = new long[WINDOW / Long.SIZE];
  private long first;
  private long highest;
  // Sequences up to this one may have been received before this process started.
  private long floor;
  private long received;
  private long goodbyes;
  private long unseen;
  private long unseenFrom = Long.MAX_VALUE;
  private long unseenTo = Long.MIN_VALUE;

  /// Starts with the first beat or goodbye of the run.
  SequenceRun(long sequence, boolean goodbye) {
    first = sequence;
    highest = sequence;
    floor = Long.MIN_VALUE;
    take(sequence, goodbye);
  }

  private SequenceRun(Saved saved) {
    first = saved.first();
    highest = saved.highest();
    floor = highest;
    received = saved.received();
    goodbyes = saved.goodbyes();
    unseen = saved.unseen();
  }

  /// The counts of a run, without the individual sequences.
  record Saved(long first, long highest, long received, long unseen, long goodbyes) {
    Saved {
      if (highest < first || received < 0 || unseen < 0 || goodbyes < 0) {
        throw new IllegalArgumentException("no run: " + first + "-" + highest);
      }
      if (received + goodbyes < 1) {
        throw new IllegalArgumentException("no beat in a run");
      }
      if (received + goodbyes + unseen > highest - first + 1) {
        throw new IllegalArgumentException("more beats than sequences");
      }
    }
  }

  static SequenceRun restore(Saved saved) {
    return new SequenceRun(saved);
  }

  Saved save() {
    return new Saved(first, highest, received, unseen, goodbyes);
  }

  /// Records a sequence above the highest.
  ///
  /// @param blind whether this monitor may have missed the sequences in between; then they do not
  ///   count as lost
  void advance(long sequence, boolean blind, boolean goodbye) {
    long gap = sequence - highest - 1;
    if (gap >= WINDOW) {
      Arrays.fill(seen, 0);
    } else {
      for (long missing = highest + 1; missing < sequence; missing++) {
        clear(missing);
      }
    }
    if (blind && gap > 0) {
      unseen += gap;
      unseenFrom = highest + 1;
      unseenTo = sequence - 1;
    }
    highest = sequence;
    take(sequence, goodbye);
  }

  /// Records a sequence that is not above the highest.
  ArrivalKind fill(long sequence, boolean goodbye) {
    if (sequence <= floor || highest - sequence >= WINDOW) {
      return ArrivalKind.TOO_OLD;
    }
    if (sequence >= first && isSeen(sequence)) {
      return ArrivalKind.DUPLICATE;
    }
    while (first > sequence) {
      clear(--first);
    }
    take(sequence, goodbye);
    if (isUnseen(sequence)) {
      unseen--;
    }
    return ArrivalKind.REORDERED;
  }

  long highest() {
    return highest;
  }

  long received() {
    return received;
  }

  long unseen() {
    return unseen;
  }

  long goodbyes() {
    return goodbyes;
  }

  long lost() {
    return highest - first + 1 - received - goodbyes - unseen;
  }

  boolean isUnseen(long sequence) {
    return sequence >= unseenFrom && sequence <= unseenTo;
  }

  /// Of the last `count` sequences, the number that could have been received, and how many of those
  /// are missing.
  Recent recent(int count) {
    long from = Math.max(Math.max(first, floor + 1), highest - count + 1);
    int expected = 0;
    int missing = 0;
    for (long sequence = from; sequence <= highest; sequence++) {
      if (!isUnseen(sequence)) {
        expected++;
        missing += isSeen(sequence) ? 0 : 1;
      }
    }
    return new Recent(expected, missing);
  }

  record Recent(int expected, int missing) {}

  private boolean isSeen(long sequence) {
    return (seen[word(sequence)] >>> sequence & 1) != 0;
  }

  private void take(long sequence, boolean goodbye) {
    mark(sequence);
    if (goodbye) {
      goodbyes++;
    } else {
      received++;
    }
  }

  private void mark(long sequence) {
    seen[word(sequence)] |= 1L << sequence;
  }

  private void clear(long sequence) {
    seen[word(sequence)] &= ~(1L << sequence);
  }

  private static int word(long sequence) {
    return (int) (sequence & WINDOW - 1) >>> 6;
  }
}

package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.packet.text.Beat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/// Counts the beats of one application, per run.
///
/// A new epoch starts a new run. If the epoch is unchanged or missing, a run is also new if the
/// sequence goes back while the sender's clock advances, or if the sequence jumps further than the
/// elapsed time explains. Without an epoch, it is also new if three beats in a row arrive behind
/// the newest, at the distance of normal beats.
final class BeatLedger {
  static final int SEQUENCE_BITS = 32;
  private static final int MAX_OLD_EPOCHS = 16;
  private static final int RUN_OF_BEATS = 3;
  private static final int RUN_STEP = 8;
  private static final long LEAP = 1000;
  private static final int LEAP_FACTOR = 4;
  private static final long CYCLE = 1L << SEQUENCE_BITS;

  private SequenceRun run;
  private String epoch = "";
  private final Deque<String> oldEpochs = new ArrayDeque<>();
  private OptionalLong newestSent = OptionalLong.empty();
  // Received, lost, unseen and goodbyes of ended runs.
  private BeatCounts closed = BeatCounts.NONE;
  private long duplicates;
  private long reordered;
  private long tooOld;
  private long oldRun;
  private long restarts;
  private int behindInARow;
  private long behindSequence;
  private long behindArrival;
  private Moment arrival;
  private long gap;

  /// Counts a beat.
  ///
  /// @param interval interval between beats, in nanoseconds; empty while unknown
  /// @param blind whether this monitor may have missed beats before this one
  /// @param signed whether the sender is authenticated: then only its own clock indicates a new run
  ArrivalKind count(
      Beat beat, Moment arrived, OptionalLong interval, boolean blind, boolean signed) {
    gap = 0;
    if (run == null) {
      open(beat);
      arrival = arrived;
      return ArrivalKind.FIRST;
    }
    String claimed = beat.epoch().orElse("");
    if (!claimed.equals(epoch)) {
      if (oldEpochs.contains(claimed)) {
        oldRun++;
        return ArrivalKind.OLD_RUN;
      }
      return restart(beat, arrived);
    }
    long sequence = unwrap(beat.sequence());
    if (sequence > run.highest()) {
      return ahead(beat, sequence, arrived, interval, blind, signed);
    }
    boolean guess = epoch.isEmpty() && !signed;
    if (isSentLater(beat) || guess && continuesBehind(sequence, arrived.nanos(), interval)) {
      return restart(beat, arrived);
    }
    ArrivalKind kind = run.fill(sequence, beat.goodbye());
    switch (kind) {
      case REORDERED -> reordered++;
      case DUPLICATE -> duplicates++;
      default -> tooOld++;
    }
    return kind;
  }

  private ArrivalKind ahead(
      Beat beat,
      long sequence,
      Moment arrived,
      OptionalLong interval,
      boolean blind,
      boolean signed) {
    gap = sequence - run.highest() - 1;
    if (gap > LEAP + explained(elapsed(arrived, blind), interval)) {
      return restart(beat, arrived);
    }
    run.advance(sequence, blind, beat.goodbye());
    behindInARow = 0;
    if (!signed || newestSent.isEmpty() || isSentLater(beat)) {
      newestSent = beat.sentEpochNanos(); // if unsigned, may go back with the sender's clock
    }
    arrival = arrived;
    return ArrivalKind.NEWEST;
  }

  /// Time since the newest beat. If this monitor was not running, only the wall clock has advanced.
  private long elapsed(Moment arrived, boolean blind) {
    long awake = arrived.nanos() - arrival.nanos();
    long wall = arrived.epochNanos() - arrival.epochNanos();
    return Math.max(0, blind ? Math.max(awake, wall) : awake);
  }

  private static long explained(long elapsed, OptionalLong interval) {
    return interval.isPresent() ? LEAP_FACTOR * (elapsed / interval.getAsLong() + 1) : 0;
  }

  private ArrivalKind restart(Beat beat, Moment arrived) {
    closed =
        new BeatCounts(
            closed.received() + run.received(),
            closed.lost() + run.lost(),
            closed.unseen() + run.unseen(),
            0,
            0,
            0,
            0,
            0,
            closed.goodbyes() + run.goodbyes());
    if (!epoch.equals(beat.epoch().orElse(""))) {
      oldEpochs.add(epoch);
      if (oldEpochs.size() > MAX_OLD_EPOCHS) {
        oldEpochs.remove();
      }
    }
    restarts++;
    gap = 0;
    open(beat);
    arrival = arrived;
    return ArrivalKind.RESTART;
  }

  private void open(Beat beat) {
    run = new SequenceRun(beat.sequence(), beat.goodbye());
    epoch = beat.epoch().orElse("");
    newestSent = beat.sentEpochNanos();
    behindInARow = 0;
  }

  private boolean isSentLater(Beat beat) {
    return beat.sentEpochNanos().isPresent()
        && newestSent.isPresent()
        && beat.sentEpochNanos().getAsLong() > newestSent.getAsLong();
  }

  private boolean continuesBehind(long sequence, long now, OptionalLong interval) {
    long step = sequence - behindSequence;
    boolean continues =
        behindInARow > 0
            && step > 0
            && step <= RUN_STEP
            && interval.isPresent()
            && now - behindArrival >= interval.getAsLong() / 2;
    behindInARow = continues ? behindInARow + 1 : 1;
    behindSequence = sequence;
    behindArrival = now;
    return behindInARow == RUN_OF_BEATS;
  }

  /// Undoes the wrap of a 32-bit sequence counter (RFC 1982 near the boundary).
  private long unwrap(long sequence) {
    long highest = run.highest();
    if (sequence >= CYCLE) {
      return sequence;
    }
    long base = highest - highest % CYCLE;
    long place = highest - base;
    if (sequence < SequenceRun.WINDOW && place >= CYCLE - SequenceRun.WINDOW) {
      return base + CYCLE + sequence;
    }
    boolean overtaken = sequence >= CYCLE - SequenceRun.WINDOW && place < SequenceRun.WINDOW;
    return overtaken ? base - CYCLE + sequence : base + sequence;
  }

  BeatCounts counts() {
    long received = run == null ? 0 : run.received();
    long lost = run == null ? 0 : run.lost();
    long unseen = run == null ? 0 : run.unseen();
    long goodbyes = run == null ? 0 : run.goodbyes();
    return new BeatCounts(
        closed.received() + received,
        closed.lost() + lost,
        closed.unseen() + unseen,
        duplicates,
        reordered,
        tooOld,
        oldRun,
        restarts,
        closed.goodbyes() + goodbyes);
  }

  /// Number of sequences skipped by the last newest beat.
  long gap() {
    return gap;
  }

  boolean isEmpty() {
    return run == null;
  }

  /// Requires that [#isEmpty()] is false.
  SequenceRun run() {
    return run;
  }

  /// Whether the beat claims to be of this run and not beyond the highest sequence.
  boolean isBehind(Beat beat) {
    return run != null
        && beat.epoch().orElse("").equals(epoch)
        && unwrap(beat.sequence()) <= run.highest();
  }

  /// Distance of a beat from the newest; only for beats of this run.
  long behind(Beat beat) {
    return run.highest() - unwrap(beat.sequence());
  }

  String epoch() {
    return epoch;
  }

  /// The persistent state.
  record Saved(
      SequenceRun.Saved run,
      String epoch,
      List<String> oldEpochs,
      OptionalLong newestSent,
      BeatCounts closed,
      BeatCounts all) {}

  Saved save() {
    return new Saved(run.save(), epoch, List.copyOf(oldEpochs), newestSent, closed, counts());
  }

  /// @param arrived arrival of its newest beat
  static BeatLedger restore(Saved saved, Moment arrived) {
    BeatLedger ledger = new BeatLedger();
    ledger.run = SequenceRun.restore(saved.run());
    ledger.epoch = saved.epoch();
    ledger.oldEpochs.addAll(saved.oldEpochs());
    ledger.newestSent = saved.newestSent();
    ledger.closed = saved.closed();
    ledger.duplicates = saved.all().duplicates();
    ledger.reordered = saved.all().reordered();
    ledger.tooOld = saved.all().tooOld();
    ledger.oldRun = saved.all().oldRun();
    ledger.restarts = saved.all().restarts();
    ledger.arrival = arrived;
    return ledger;
  }
}

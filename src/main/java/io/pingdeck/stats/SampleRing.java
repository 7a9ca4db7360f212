package io.pingdeck.stats;

import io.pingdeck.probe.Answer;
import io.pingdeck.probe.IcmpError;
import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.Sample;
import io.pingdeck.probe.SampleBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The latest samples of one ping, in columns.
///
/// The sample with sequence `n` stands at `n % capacity`, so that its neighbours and the lost
/// sample that a late reply replaces are found without a search, and the order is always that of
/// the sequence, whatever order the probes concluded in. The columns grow with the ping up to the
/// capacity asked for.
final class SampleRing {
  private static final int FIRST_CAPACITY = 16;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final long ping;
  private int maxCapacity;
  private long highest;
  private long dropped;
  private int used;
  private long[] sequences = new long[FIRST_CAPACITY]; // 0: empty
  private long[] sentEpochNanos = new long[FIRST_CAPACITY];
  private long[] lagNanos = new long[FIRST_CAPACITY];
  private long[] rttNanos = new long[FIRST_CAPACITY];
  private byte[] outcomes = new byte[FIRST_CAPACITY];
  private short[] flags = new short[FIRST_CAPACITY];
  private int[] errnos = new int[FIRST_CAPACITY];
  private final Map<Long, IcmpError> icmpErrors = new HashMap<>();
  private Answer[] answers = new Answer[0]; // as long as the columns once there is one

  SampleRing(long ping, int capacity) {
    this.ping = ping;
    this.maxCapacity = Math.max(capacity, FIRST_CAPACITY);
  }

  /// Changes the capacity; what a smaller one has no room for is dropped.
  void limit(int capacity) {
    dropped = Math.max(dropped, highest - maxCapacity);
    maxCapacity = Math.max(capacity, FIRST_CAPACITY);
    if (sequences.length > maxCapacity) {
      resize(maxCapacity);
    }
  }

  /// The highest sequence so far, 0 before the first.
  long highest() {
    return highest;
  }

  boolean holds(long sequence) {
    return sequence > 0 && sequences[slot(sequence)] == sequence;
  }

  /// Whether a sample with this sequence is too old to be held.
  boolean isPast(long sequence) {
    return sequence <= Math.max(dropped, highest - maxCapacity);
  }

  Outcome outcome(long sequence) {
    return OUTCOMES[outcomes[slot(sequence)]];
  }

  boolean hasRtt(long sequence) {
    return holds(sequence) && outcome(sequence).hasRtt();
  }

  long rttNanos(long sequence) {
    return rttNanos[slot(sequence)];
  }

  /// Puts sample `i` of the batch in the place of its sequence, which must not be past.
  void put(SampleBatch batch, int i) {
    long sequence = batch.sequences()[i];
    while (needsRoom(sequence)) {
      resize(Math.min(maxCapacity, sequences.length * 2));
    }
    highest = Math.max(highest, sequence);
    int slot = slot(sequence);
    used += sequences[slot] == 0 ? 1 : 0;
    if (!icmpErrors.isEmpty()) {
      icmpErrors.remove(sequences[slot]);
    }
    sequences[slot] = sequence;
    sentEpochNanos[slot] = batch.sentEpochNanos()[i];
    lagNanos[slot] = batch.lagNanos()[i];
    rttNanos[slot] = batch.rttNanos()[i];
    outcomes[slot] = batch.outcomes()[i];
    flags[slot] = batch.flags()[i];
    errnos[slot] = batch.errnos()[i];
    if (batch.icmpErrors().length > 0 && batch.icmpErrors()[i] != null) {
      icmpErrors.put(sequence, batch.icmpErrors()[i]);
    }
    if (answers.length == 0 && batch.answer(i) != null) {
      answers = new Answer[sequences.length];
    }
    if (answers.length > 0) {
      answers[slot] = batch.answer(i);
    }
  }

  /// The slots of the newest samples held, oldest first, at most so many.
  int[] newest(int limit) {
    int[] found = new int[Math.min(limit, used)];
    int from = found.length;
    for (long sequence = highest; from > 0 && !isPast(sequence) && sequence > 0; sequence--) {
      if (holds(sequence)) {
        found[--from] = slot(sequence);
      }
    }
    return Arrays.copyOfRange(found, from, found.length);
  }

  Outcome outcomeAt(int slot) {
    return OUTCOMES[outcomes[slot]];
  }

  long sequenceAt(int slot) {
    return sequences[slot];
  }

  long sentEpochNanosAt(int slot) {
    return sentEpochNanos[slot];
  }

  long lagNanosAt(int slot) {
    return lagNanos[slot];
  }

  long sentEpochNanos(long sequence) {
    return sentEpochNanos[slot(sequence)];
  }

  /// The lowest sequence behind this one that is held; there must be one.
  long heldBehind(long sequence) {
    long held = Math.max(sequence, Math.max(dropped, highest - maxCapacity)) + 1;
    while (!holds(held)) {
      held++;
    }
    return held;
  }

  /// The newest samples held, oldest first, at most so many.
  List<Sample> samples(int limit) {
    int[] slots = newest(limit);
    SampleBatch copy = copy(slots);
    List<Sample> samples = new ArrayList<>(slots.length);
    for (int i = 0; i < slots.length; i++) {
      samples.add(copy.sample(i));
    }
    return samples;
  }

  private SampleBatch copy(int[] slots) {
    int size = slots.length;
    SampleBatch copy =
        new SampleBatch(
            0,
            0,
            size,
            new long[size],
            new long[size],
            new long[size],
            new long[size],
            new long[size],
            new byte[size],
            new short[size],
            new int[size],
            new IcmpError[size],
            answers.length == 0 ? answers : new Answer[size],
            new long[0],
            new long[0]);
    for (int i = 0; i < size; i++) {
      int slot = slots[i];
      copy.pings()[i] = ping;
      copy.sequences()[i] = sequences[slot];
      copy.sentEpochNanos()[i] = sentEpochNanos[slot];
      copy.lagNanos()[i] = lagNanos[slot];
      copy.rttNanos()[i] = rttNanos[slot];
      copy.outcomes()[i] = outcomes[slot];
      copy.flags()[i] = flags[slot];
      copy.errnos()[i] = errnos[slot];
      copy.icmpErrors()[i] = icmpErrors.get(sequences[slot]);
      if (answers.length > 0) {
        copy.answers()[i] = answers[slot];
      }
    }
    return copy;
  }

  private boolean needsRoom(long sequence) {
    int slot = slot(sequence);
    return sequences.length < maxCapacity && sequences[slot] != 0 && sequences[slot] != sequence;
  }

  private void resize(int capacity) {
    SampleBatch held = copy(newest(used));
    used = 0;
    icmpErrors.clear();
    answers = new Answer[0];
    sequences = new long[capacity];
    sentEpochNanos = new long[capacity];
    lagNanos = new long[capacity];
    rttNanos = new long[capacity];
    outcomes = new byte[capacity];
    flags = new short[capacity];
    errnos = new int[capacity];
    for (int i = 0; i < held.size(); i++) {
      if (!isPast(held.sequences()[i])) {
        put(held, i);
      }
    }
  }

  private int slot(long sequence) {
    return (int) (sequence % sequences.length);
  }
}

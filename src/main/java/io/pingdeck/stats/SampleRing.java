package io.pingdeck.stats;

import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The latest samples of one ping.
///
/// The sample with sequence number `n` is stored on page `n / 16`. So its neighbours, and the lost
/// sample that a late reply replaces, are found without a search. The order is always that of the
/// sequence numbers, regardless of the order of conclusion. Pages are allocated lazily and reused
/// once their contents are past. Samples are never moved: pings started together would all move
/// theirs at the same time and pause the program.
final class SampleRing {
  private static final int SMALLEST = 16;

  private final long ping;
  private int capacity;
  private long highest;
  private long dropped;
  private RingPage[] pages; // page `n` at `n % length`; null until there is a sample for it

  SampleRing(long ping, int capacity) {
    this.ping = ping;
    this.capacity = Math.max(capacity, SMALLEST);
    pages = new RingPage[pagesOf(this.capacity)];
  }

  /// The maximum number of pages that this many consecutive sequence numbers span.
  private static int pagesOf(int capacity) {
    return Math.ceilDiv(capacity, RingPage.PLACES) + 1;
  }

  /// Changes the capacity; samples that exceed it are dropped.
  void limit(int newCapacity) {
    dropped = Math.max(dropped, highest - capacity);
    capacity = Math.max(newCapacity, SMALLEST);
    if (pagesOf(capacity) == pages.length) {
      return;
    }
    RingPage[] before = pages;
    pages = new RingPage[pagesOf(capacity)];
    for (RingPage page : before) {
      if (page != null && !isPast((page.number() + 1) * RingPage.PLACES - 1)) {
        pages[slot(page.number())] = page;
      }
    }
  }

  /// The highest sequence so far, 0 before the first.
  long highest() {
    return highest;
  }

  boolean holds(long sequence) {
    if (sequence <= 0 || isPast(sequence)) {
      return false;
    }
    RingPage page = page(sequence);
    return page != null && page.number() == number(sequence) && page.holds(place(sequence));
  }

  /// Whether this sequence number is too old to be held.
  boolean isPast(long sequence) {
    return sequence <= Math.max(dropped, highest - capacity);
  }

  // The following accessors require a sample that is held.

  Outcome outcome(long sequence) {
    return page(sequence).outcome(place(sequence));
  }

  long sentEpochNanos(long sequence) {
    return page(sequence).sentEpochNanos(place(sequence));
  }

  long lagNanos(long sequence) {
    return page(sequence).lagNanos(place(sequence));
  }

  long rttNanos(long sequence) {
    return page(sequence).rttNanos(place(sequence));
  }

  int errno(long sequence) {
    return page(sequence).errno(place(sequence));
  }

  Optional<IcmpError> icmpError(long sequence) {
    return page(sequence).icmpError(place(sequence));
  }

  Optional<Response> answer(long sequence) {
    return page(sequence).answer(place(sequence));
  }

  /// False also for a sample that is not held.
  boolean hasRtt(long sequence) {
    return holds(sequence) && outcome(sequence).hasRtt();
  }

  /// Stores sample `i` of the batch in the slot of its sequence number, which must not be past.
  void put(SampleBatch batch, int i) {
    long sequence = batch.sequences()[i];
    highest = Math.max(highest, sequence);
    long number = number(sequence);
    int slot = slot(number);
    boolean begun = pages[slot] == null || pages[slot].number() != number;
    if (pages[slot] == null) {
      pages[slot] = new RingPage(number);
    } else if (begun) {
      pages[slot].turnInto(number);
    }
    pages[slot].put(place(sequence), batch, i);
    forgetEchoes(number);
    if (begun) {
      forgetEchoes(number - 2);
    }
  }

  /// Only the newest page and the one before it keep the texts of echoes.
  private void forgetEchoes(long number) {
    RingPage page = number < 0 ? null : pages[slot(number)];
    if (page != null && page.number() == number && number < number(highest) - 1) {
      page.forgetEchoes();
    }
  }

  /// The highest sequence numbers held, in ascending order, at most `limit`.
  long[] newest(int limit) {
    long[] found = new long[(int) Math.min(highest, Math.min(limit, capacity))];
    int from = found.length;
    for (long sequence = highest; from > 0 && !isPast(sequence) && sequence > 0; sequence--) {
      if (holds(sequence)) {
        found[--from] = sequence;
      }
    }
    return Arrays.copyOfRange(found, from, found.length);
  }

  /// The lowest held sequence number above this one; there must be one.
  long heldBehind(long sequence) {
    long held = Math.max(sequence, Math.max(dropped, highest - capacity)) + 1;
    while (!holds(held)) {
      held++;
    }
    return held;
  }

  /// The newest samples held, oldest first, at most `limit`.
  List<Sample> samples(int limit) {
    long[] sequences = newest(limit);
    SampleBatch copy = copy(sequences);
    List<Sample> samples = new ArrayList<>(sequences.length);
    for (int i = 0; i < sequences.length; i++) {
      samples.add(copy.sample(i));
    }
    return samples;
  }

  private SampleBatch copy(long[] sequences) {
    SampleColumns copy = new SampleColumns(Math.max(1, sequences.length));
    for (long sequence : sequences) {
      page(sequence).copy(place(sequence), copy);
    }
    return copy.share(ping);
  }

  private RingPage page(long sequence) {
    return pages[slot(number(sequence))];
  }

  private int slot(long number) {
    return (int) (number % pages.length);
  }

  private static long number(long sequence) {
    return sequence / RingPage.PLACES;
  }

  private static int place(long sequence) {
    return (int) (sequence % RingPage.PLACES);
  }
}

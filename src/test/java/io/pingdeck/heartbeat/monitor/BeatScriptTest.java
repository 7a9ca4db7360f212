package io.pingdeck.heartbeat.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.packet.text.Beat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scripts of lost, duplicate, overtaken and replayed beats, of restarts and wraps, each derived
/// from one seed. The ledger and a reference that knows the truth both count them.
class BeatScriptTest {
  private static final int SEEDS = 3_000;
  private static final int BEATS = 200;
  private static final long SECOND = 1_000_000_000L;
  private static final long CYCLE = 1L << BeatLedger.SEQUENCE_BITS;

  /// @param sequence without wraps
  private record Event(int run, long sequence, long sentNanos) {}

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ledgerCountsEveryScriptAsTheReferenceDoes(boolean epochs) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Event> script = script(new SplittableRandom(seed), epochs);
      BeatLedger ledger = new BeatLedger();
      Reference reference = new Reference();
      long now = 0;
      for (Event event : script) {
        ledger.count(
            beat(event, epochs), new Moment(now, now, now), OptionalLong.of(SECOND), false, false);
        reference.count(event);
        now += SECOND / 4; // delayed beats arrive faster than they were sent
      }
      assertThat(ledger.counts())
          .as("seed %s, epochs %s", seed, epochs)
          .isEqualTo(reference.counts());
    }
  }

  private static List<Event> script(SplittableRandom random, boolean epochs) {
    List<Event> sent = new ArrayList<>();
    int run = 0;
    long sequence = firstSequence(random);
    // Without an epoch, a restart shortly before the wrap looks like the wrap.
    boolean restarts = epochs || sequence < BEATS;
    for (int i = 0; i < BEATS; i++) {
      if (restarts && random.nextInt(60) == 0) {
        run++;
        sequence = epochs ? firstSequence(random) : 0;
      }
      sent.add(new Event(run, sequence++, (i + 1) * SECOND));
    }
    return epochs ? disturbed(sent, random) : disturbedRunByRun(sent, random);
  }

  private static long firstSequence(SplittableRandom random) {
    return random.nextInt(3) == 0 ? CYCLE - random.nextInt(80) - 1 : random.nextInt(3);
  }

  /// Without an epoch, a beat of an old run cannot be distinguished from one of the new run, so
  /// late beats arrive within their run.
  private static List<Event> disturbedRunByRun(List<Event> sent, SplittableRandom random) {
    List<Event> script = new ArrayList<>();
    int last = sent.getLast().run();
    for (int run = 0; run <= last; run++) {
      int current = run;
      List<Event> beats = sent.stream().filter(event -> event.run() == current).toList();
      if (beats.size() > 20) {
        List<Event> disturbed = disturbed(beats, random);
        // A restart is undetectable if only beats ahead of the old run arrive.
        disturbed.removeIf(event -> event.equals(beats.getFirst()));
        disturbed.removeIf(event -> event.equals(beats.getLast()));
        script.add(beats.getFirst());
        script.addAll(disturbed);
        script.add(beats.getLast());
      }
    }
    return script;
  }

  private static List<Event> disturbed(List<Event> sent, SplittableRandom random) {
    double loss = random.nextDouble() * random.nextDouble();
    List<Event> script = new ArrayList<>();
    for (Event event : sent) {
      if (random.nextDouble() >= loss) {
        script.add(event);
      }
    }
    for (int changes = random.nextInt(30); changes > 0 && script.size() > 2; changes--) {
      int at = random.nextInt(script.size());
      Event event = script.get(at);
      int later = Math.min(script.size(), at + 1 + random.nextInt(50));
      if (random.nextBoolean()) {
        script.add(later, event);
      } else {
        script.remove(at);
        script.add(Math.min(later, script.size()), event);
      }
    }
    return script;
  }

  private static Beat beat(Event event, boolean epochs) {
    return new Beat(
        false,
        Math.floorMod(event.sequence(), CYCLE),
        OptionalLong.of(event.sentNanos()),
        Optional.of("app"),
        epochs ? Optional.of("run-" + event.run()) : Optional.empty());
  }

  /// Uses sets instead of bits, and knows the true runs and wraps.
  private static final class Reference {
    private final Map<Integer, Set<Long>> received = new HashMap<>();
    private int current = -1;
    private long highest;
    private long duplicates;
    private long reordered;
    private long oldRun;
    private long restarts;

    void count(Event event) {
      if (event.run() != current && received.containsKey(event.run())) {
        oldRun++;
        return;
      }
      if (event.run() != current) {
        restarts += current < 0 ? 0 : 1;
        current = event.run();
        highest = Long.MIN_VALUE;
      }
      if (!received.computeIfAbsent(current, run -> new HashSet<>()).add(event.sequence())) {
        duplicates++;
      } else if (event.sequence() < highest) {
        reordered++;
      }
      highest = Math.max(highest, event.sequence());
    }

    BeatCounts counts() {
      long distinct = 0;
      long span = 0;
      for (Set<Long> run : received.values()) {
        long first = run.stream().mapToLong(Long::longValue).min().orElseThrow();
        long last = run.stream().mapToLong(Long::longValue).max().orElseThrow();
        distinct += run.size();
        span += last - first + 1;
      }
      return new BeatCounts(
          distinct, span - distinct, 0, duplicates, reordered, 0, oldRun, restarts, 0);
    }
  }
}

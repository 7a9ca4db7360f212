package io.pingdeck.history;

import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.api.HistoryHealth.State;
import io.pingdeck.history.days.MadeSamples;
import io.pingdeck.history.state.PingLedger;
import io.pingdeck.history.storage.SampleStore;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryWriterTest {
  private static final MadeSamples PING = new MadeSamples(7, START, SECOND);

  private final FakeStore store = new FakeStore();
  private final HistoryWriter writer = HistoryWriter.manual(store, 100);
  private long now = START;

  @AfterEach
  void nothingIsLostInSilence() {
    HistoryHealth health = writer.health();
    assertThat(health.offered()).isEqualTo(health.written() + health.dropped() + health.queued());
    assertThat(health.written()).isEqualTo(store.samples);
  }

  @Test
  void eachTurnWritesWhatHasCome() {
    writer.offer(PING.batch(1, 10));
    writer.offer(PING.batch(11, 15));
    turn();

    assertThat(store.samples).isEqualTo(15);
    assertThat(writer.health().state()).isEqualTo(State.RECORDING);
    assertThat(writer.health().queued()).isZero();
  }

  @Test
  void failingStorePausesHistoryAndSamplesWait() {
    store.failure = "the disk is full";
    writer.offer(PING.batch(1, 10));
    turn();
    writer.offer(PING.batch(11, 20));
    turn();

    assertThat(writer.health().state()).isEqualTo(State.PAUSED);
    assertThat(writer.health().reason()).isEqualTo("the disk is full");
    assertThat(writer.health().queued()).isEqualTo(20);
  }

  @Test
  void historyGoesOnByItselfWithEverythingThatWaited() {
    store.failure = "the disk is full";
    writer.offer(PING.batch(1, 10));
    turn();
    store.failure = "";
    writer.offer(PING.batch(11, 20));
    turns(20);

    assertThat(store.samples).isEqualTo(20);
    assertThat(store.gaps).isEmpty();
    assertThat(writer.health().state()).isEqualTo(State.RECORDING);
  }

  @Test
  void whatFindsTheQueueFullIsOneGap() {
    store.failure = "the disk is full";
    writer.offer(PING.batch(1, 90));
    for (long sequence = 91; sequence <= 130; sequence += 10) {
      writer.offer(PING.batch(sequence, sequence + 9));
      turn();
    }
    store.failure = "";
    turns(20);
    writer.offer(PING.batch(131, 131));
    turn();

    assertThat(writer.health().dropped()).isEqualTo(30);
    assertThat(store.samples).isEqualTo(101);
    assertThat(store.gaps).hasSize(1);
    assertThat(store.gaps.getFirst().samples()).isEqualTo(30);
    assertThat(store.gaps.getFirst().fromEpochNanos())
        .isBetween(PING.planned(101), PING.planned(102));
    assertThat(store.gaps.getFirst().toEpochNanos())
        .isBetween(PING.planned(130), PING.planned(131));
  }

  @Test
  void failingStoreIsNotTriedEverySecond() {
    store.failure = "the disk is full";
    writer.offer(PING.batch(1, 1));
    turns(100);

    assertThat(store.attempts).isBetween(5, 20);
  }

  @Test
  void batchLostOnTheWayIsAGap() {
    for (long number : new long[] {1, 2, 5}) {
      SampleColumns buffer = new SampleColumns();
      PING.addTo(buffer, number, number);
      writer.offer(buffer.toBatch(0, number));
    }
    turn();

    assertThat(store.gaps).extracting(Gap::reason).containsExactly(HistoryQueue.LOST);
  }

  @Test
  void closingWritesTheRest(@TempDir Path directory) throws IOException {
    FakeStore other = new FakeStore();
    try (HistoryWriter running = HistoryWriter.start(other, new PingLedger(), 100, List.of())) {
      running.offer(PING.batch(1, 10));
    }

    assertThat(other.samples).isEqualTo(10);
    assertThat(other.closed).isTrue();
  }

  private void turn() {
    now += SECOND;
    writer.turn(now);
  }

  private void turns(int count) {
    for (int i = 0; i < count; i++) {
      turn();
    }
  }

  /// Counts its samples; fails while the test requests it.
  private static final class FakeStore implements SampleStore {
    private final List<Gap> gaps = new ArrayList<>();
    private String failure = "";
    private int attempts;
    private long samples;
    private boolean closed;

    @Override
    public void append(List<SampleBatch> batches) throws IOException {
      check();
      samples += batches.stream().mapToLong(SampleBatch::size).sum();
    }

    @Override
    public void append(Gap gap) throws IOException {
      check();
      gaps.add(gap);
    }

    private void check() throws IOException {
      attempts++;
      if (!failure.isEmpty()) {
        throw new IOException(failure);
      }
    }

    @Override
    public void maintain(long nowEpochNanos) {}

    @Override
    public StoreSize size() {
      return new StoreSize(0, 0, 0);
    }

    @Override
    public long damaged() {
      return 0;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

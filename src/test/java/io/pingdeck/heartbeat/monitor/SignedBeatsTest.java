package io.pingdeck.heartbeat.monitor;

import static io.pingdeck.heartbeat.api.BeatState.ALIVE;
import static io.pingdeck.heartbeat.api.BeatState.RESTARTED;
import static io.pingdeck.heartbeat.api.BeatState.STOPPED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.packet.text.Beat;
import io.pingdeck.packet.text.BeatKey;
import io.pingdeck.packet.text.BeatText;
import io.pingdeck.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replayed signed beats, and senders whose clock was set (H11).
class SignedBeatsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final BeatKey KEY = new BeatKey("a secret of 22 letters".getBytes(UTF_8));

  private final MonitorBench bench = new MonitorBench(MonitorBench.signed("app", KEY));
  private final List<byte[]> recorded = new ArrayList<>();
  private Duration clockError = Duration.ZERO;

  @Test
  @Proves("H11")
  void forgedOrReplayedBeatsDoNotKeepADeadApplicationAlive() {
    BeatKey key = new BeatKey("a secret of 22 letters".getBytes(UTF_8));
    BeatKey wrong = new BeatKey("another secret we have".getBytes(UTF_8));
    MonitorBench bench = new MonitorBench(MonitorBench.signed("app", key));
    List<byte[]> recorded = new ArrayList<>();
    for (String epoch : List.of("aaaa", "bbbb")) {
      for (int sequence = 1; sequence <= 10; sequence++) {
        recorded.add(BeatText.format(bench.message(false, "app", sequence, epoch), key));
        bench.send(recorded.getLast(), MonitorBench.SENDER);
        bench.run(SECOND);
      }
    }
    long received = bench.counts("app").received();

    for (byte[] replay : recorded) {
      bench.send(replay, MonitorBench.SENDER);
      bench.beat("app", 11, "bbbb");
      bench.send(
          BeatText.format(bench.message(false, "app", 11, "bbbb"), wrong), MonitorBench.SENDER);
      bench.run(SECOND);
    }

    assertThat(bench.state("app")).isEqualTo(STOPPED);
    assertThat(bench.count("app", RESTARTED)).isEqualTo(1);
    assertThat(bench.counts("app").received()).isEqualTo(received);
    assertThat(bench.counts("app").duplicates()).isEqualTo(10);
    assertThat(bench.of("app").rejected())
        .containsEntry("replayed", 10L)
        .containsEntry("unsigned", 20L)
        .containsEntry("badSignature", 20L);
  }

  @Test
  @Proves("H11")
  void replayIsStillKnownAfterARestartOfTheMonitor() {
    BeatKey key = new BeatKey("a secret of 22 letters".getBytes(UTF_8));
    MonitorBench bench = new MonitorBench(MonitorBench.signed("app", key));
    byte[] old = BeatText.format(bench.message(false, "app", 99, "aaaa"), key);
    bench.run(SECOND);
    bench.send(BeatText.format(bench.message(false, "app", 1, "bbbb"), key), MonitorBench.SENDER);

    bench.restart(SECOND);
    bench.send(old, MonitorBench.SENDER);

    assertThat(bench.of("app").rejected()).containsEntry("replayed", 1L);
    assertThat(bench.of("app").epoch()).isEqualTo("bbbb");
  }

  /// 12 of 12 replays kept a dead application alive.
  @ParameterizedTest
  @ValueSource(strings = {"9f3c", ""})
  void aClockThatWasSetBackMakesNoOldBeatNew(String epoch) {
    beats(epoch, 1, 12);
    clockError = HOUR.negated();
    beats(epoch, 13, 15);
    assertThat(bench.state("app")).isEqualTo(ALIVE);
    long received = bench.counts("app").received();

    replayAll();

    assertThat(bench.state("app")).isEqualTo(STOPPED);
    assertThat(bench.count("app", RESTARTED)).isZero();
    assertThat(bench.counts("app").received()).isEqualTo(received);
  }

  /// Without an epoch, or with the same one in each run, the beats of a longer run look newer.
  @ParameterizedTest
  @ValueSource(strings = {"fixed", ""})
  void theBeatsOfALongerRunDoNotCountForAShorterOne(String epoch) {
    beats(epoch, 1, 30);
    beats(epoch, 1, 3);
    assertThat(bench.state("app")).isIn(RESTARTED, ALIVE);

    replayAll();

    assertThat(bench.state("app")).isEqualTo(STOPPED);
    assertThat(bench.of("app").rejected()).containsKey("replayed");
  }

  @Test
  void aNewRunWithAClockThatWentBackIsRefusedAndTheMonitorSaysUntilWhen() {
    Instant newest = EpochNanos.instant(bench.now().epochNanos()).plusSeconds(4);
    beats("aaaa", 1, 5);
    assertThat(bench.of("app").note()).isEmpty();
    clockError = HOUR.negated();
    beats("bbbb", 1, 3);

    assertThat(bench.of("app").epoch()).isEqualTo("aaaa");
    assertThat(bench.of("app").note().orElseThrow()).contains("refused until", newest.toString());

    bench.run(HOUR);
    beats("bbbb", 3700, 3703);
    assertThat(bench.of("app").epoch()).isEqualTo("bbbb");
    assertThat(bench.of("app").note()).isEmpty();
  }

  @Test
  void aNewKeyIsTheWayOut() {
    beats("aaaa", 1, 5);
    SavedMonitor saved = bench.monitor.save(bench.now());
    BeatKey other = new BeatKey("another secret we have".getBytes(UTF_8));
    MonitorBench rekeyed = new MonitorBench(MonitorBench.signed("app", other));
    rekeyed.restart(saved, SECOND);
    clockError = HOUR.negated();

    rekeyed.send(BeatText.format(message(rekeyed, "bbbb", 1), other), MonitorBench.SENDER);

    assertThat(rekeyed.of("app").epoch()).isEqualTo("bbbb");
  }

  @Test
  void whatWasTakenAndNotSavedBeforeACrashIsNotTakenAgain() {
    beats("aaaa", 1, 20);
    SavedMonitor saved = bench.monitor.save(bench.now());
    beats("aaaa", 21, 29);
    bench.restart(saved, Duration.ofSeconds(3));
    assertThat(bench.counts("app").received()).isEqualTo(20);

    replayAll();

    assertThat(bench.state("app")).isEqualTo(STOPPED);
    assertThat(bench.counts("app").received()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -3600})
  void whoLivesIsHeardAtOnceAfterARestart(long error) {
    beats("aaaa", 1, 20);
    clockError = Duration.ofSeconds(error);
    beats("aaaa", 21, 60);
    bench.restart(Duration.ofSeconds(20));

    beats("aaaa", 81, 82);

    assertThat(bench.state("app")).isEqualTo(ALIVE);
    assertThat(bench.of("app").rejected()).isEmpty();
  }

  @Test
  void aSequenceThatWrapsIsStillNew() {
    long top = 1L << 32;
    beats("aaaa", top - 3, top - 1);
    beats("aaaa", 0, 3);
    assertThat(bench.counts("app").lost()).isZero();

    replayAll();

    assertThat(bench.state("app")).isEqualTo(STOPPED);
  }

  private void beats(String epoch, long from, long to) {
    for (long sequence = from; sequence <= to; sequence++) {
      recorded.add(BeatText.format(message(bench, epoch, sequence), KEY));
      bench.send(recorded.getLast(), MonitorBench.SENDER);
      bench.run(SECOND);
    }
  }

  private void replayAll() {
    for (byte[] replay : List.copyOf(recorded)) {
      bench.send(replay, MonitorBench.SENDER);
      bench.run(SECOND);
    }
  }

  private Beat message(MonitorBench at, String epoch, long sequence) {
    return new Beat(
        false,
        sequence,
        OptionalLong.of(at.now().epochNanos() + clockError.toNanos()),
        Optional.of("app"),
        Optional.of(epoch).filter(text -> !text.isEmpty()));
  }
}

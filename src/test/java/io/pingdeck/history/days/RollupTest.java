package io.pingdeck.history.days;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.rtt.RttSummary;
import org.junit.jupiter.api.Test;

class RollupTest {
  private static final MadeSamples PING = new MadeSamples(7, MadeSamples.START, 10_000_000);

  @Test
  void comesBackAsItWasWritten() {
    Rollup rollup = Rollup.of(columns(1, 3000));

    VarWriter out = new VarWriter();
    rollup.write(out);

    assertThat(bucket(Rollup.read(new VarReader(out.toBytes())))).isEqualTo(bucket(rollup));
  }

  @Test
  void nothingComesBackAsNothing() {
    VarWriter out = new VarWriter();
    new Rollup().write(out);

    HistoryBucket bucket = bucket(Rollup.read(new VarReader(out.toBytes())));

    assertThat(bucket.hasNoData()).isTrue();
    assertThat(bucket.rtt()).isEmpty();
  }

  @Test
  void partsAddUpToTheWhole() {
    Rollup whole = Rollup.of(columns(1, 6000));
    Rollup sum = new Rollup();
    for (int first = 1; first <= 6000; first += 7) {
      sum.add(Rollup.of(columns(first, Math.min(6000, first + 6))));
    }

    HistoryBucket expected = bucket(whole);
    HistoryBucket actual = bucket(sum);

    assertThat(actual.outcomes().sent()).isEqualTo(expected.outcomes().sent());
    assertThat(actual.outcomes().count(Outcome.LOST))
        .isEqualTo(expected.outcomes().count(Outcome.LOST));
    assertThat(actual.outcomes().count(Outcome.ICMP_ERROR))
        .isEqualTo(expected.outcomes().count(Outcome.ICMP_ERROR));
    assertThat(actual.outcomes().notSent()).isEqualTo(expected.outcomes().notSent());
    RttSummary want = expected.rtt().orElseThrow();
    RttSummary got = actual.rtt().orElseThrow();
    assertThat(got.mean()).isCloseTo(want.mean(), within(1e-6));
    assertThat(got.stddev()).isCloseTo(want.stddev(), within(1e-6));
    assertThat(new long[] {got.min(), got.p5(), got.median(), got.p95(), got.p99(), got.max()})
        .containsExactly(want.min(), want.p5(), want.median(), want.p95(), want.p99(), want.max());
  }

  @Test
  void longestRttsOverflowNothing() {
    SampleColumns columns = new SampleColumns();
    for (int i = 0; i < 1000; i++) {
      columns.addRow();
      columns.sequences[i] = i;
      columns.outcomes[i] = (byte) Outcome.REPLY.ordinal();
      columns.rttNanos[i] = Long.MAX_VALUE - i % 2;
    }
    Rollup sum = Rollup.of(columns);
    sum.add(Rollup.of(columns));

    RttSummary spread = bucket(sum).rtt().orElseThrow();

    assertThat(spread.count()).isEqualTo(2000);
    assertThat(spread.mean()).isCloseTo(0x1p63, within(1024.0));
    assertThat(spread.stddev()).isBetween(0.0, 2048.0);
    assertThat(spread.max()).isEqualTo(Long.MAX_VALUE);
    assertThat(spread.p99()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void laterOutcomesStandInFrontOfWhatTheFirstFormatKnew() {
    SampleColumns unexpected = new SampleColumns();
    unexpected.addRow();
    unexpected.outcomes[0] = (byte) Outcome.UNEXPECTED.ordinal();
    VarWriter first = new VarWriter();
    VarWriter out = new VarWriter();

    new Rollup().write(first);
    Rollup.of(unexpected).write(out);
    Rollup.of(columns(1, 10)).write(out);

    VarReader in = new VarReader(out.toBytes());
    assertThat(bucket(Rollup.read(in)).outcomes().count(Outcome.UNEXPECTED)).isEqualTo(1);
    assertThat(bucket(Rollup.read(in))).isEqualTo(bucket(Rollup.of(columns(1, 10))));
    assertThat(in.hasMore()).isFalse();
    assertThat(first.toBytes()).isEqualTo(new byte[11]);
  }

  @Test
  void aVersionThatKnewFewerOutcomesIsRead() {
    VarWriter out = new VarWriter();
    out.unsigned(-1);
    out.unsigned(3);
    out.unsigned(4);
    out.unsigned(5);
    out.unsigned(6);
    for (int i = 0; i < 11; i++) {
      out.unsigned(0);
    }

    HistoryBucket bucket = bucket(Rollup.read(new VarReader(out.toBytes())));

    assertThat(bucket.outcomes().count(Outcome.FLOODED)).isEqualTo(6);
    assertThat(bucket.outcomes().count(Outcome.MALFORMED)).isZero();
    assertThat(bucket.outcomes().sent()).isEqualTo(15);
  }

  private static SampleColumns columns(long first, long last) {
    var batch = PING.batch(first, last);
    SampleColumns columns = new SampleColumns();
    for (int i = 0; i < batch.size(); i++) {
      SampleBlock.add(columns, batch, i);
    }
    return columns;
  }

  private static HistoryBucket bucket(Rollup rollup) {
    return rollup.toBucket(0);
  }
}

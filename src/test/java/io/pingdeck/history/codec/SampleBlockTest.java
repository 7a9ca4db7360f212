package io.pingdeck.history.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pingdeck.base.Errno;
import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.days.MadeSamples;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.MplsLabel;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sample.TlsFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleBlockTest {
  private static final Outcome[] OUTCOMES = Outcome.values();

  @Test
  void evenPingTakesAboutEightBytesASample() {
    MadeSamples ping = new MadeSamples(7, MadeSamples.START, 10_000_000);
    SampleColumns columns = columns(ping.batch(1, 6000));

    VarWriter out = new VarWriter();
    SampleBlock.write(columns, out);

    assertThat((double) out.size() / columns.size).isLessThan(9);
    assertThat(samples(columns)).isEqualTo(ping.samples(1, 6000));
    assertThat(samples(read(out.toBytes()))).isEqualTo(ping.samples(1, 6000));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySamplesComeBackAsTheyWere(long seed) {
    SampleColumns columns = new SampleColumns();
    Random random = new Random(seed);
    for (int i = random.nextInt(500); i > 0; i--) {
      addAny(columns, random);
    }

    VarWriter out = new VarWriter();
    SampleBlock.write(columns, out);

    assertThat(samples(read(out.toBytes()))).isEqualTo(samples(columns));
  }

  @Test
  void answersThatRepeatTakeFewBytes() {
    SampleColumns columns = columns(new MadeSamples(7, MadeSamples.START, 1000).batch(1, 1000));
    for (int i = 0; i < columns.size; i++) {
      columns.answers[i] = new Response.Dns(0, 2, false, OptionalLong.empty());
    }
    VarWriter without = new VarWriter();
    VarWriter with = new VarWriter();

    SampleBlock.write(columns(new MadeSamples(7, MadeSamples.START, 1000).batch(1, 1000)), without);
    SampleBlock.write(columns, with);

    assertThat(with.size() - without.size()).isLessThan(2010);
    assertThat(samples(read(with.toBytes()))).isEqualTo(samples(columns));
  }

  @Test
  void theTextOfAnEchoIsNotStored() {
    SampleColumns buffer = new SampleColumns();
    Response echo = new Response.Echo("ping 1");
    RttSource source = RttSource.PROCESS;
    buffer.add(7, 1, 1, 0, Outcome.REPLY).rtt(1, source).answer(echo);
    VarWriter out = new VarWriter();

    SampleBlock.write(columns(buffer.toBatch(1, 1)), out);

    assertThat(read(out.toBytes()).answers).containsOnlyNulls();
    assertThat(out.size()).isLessThan(25);
  }

  @Test
  void ofAMailServersSessionWhatTheServerSaidIsStored() {
    SampleColumns buffer = new SampleColumns();
    Response refused = new Response.Smtp("the greeting is 421", "421 busy", Optional.empty());
    Response silent = new Response.Smtp("reason", "", Optional.empty());
    buffer.add(7, 1, 1, 0, Outcome.UNEXPECTED).afterTimeout(0).answer(refused);
    buffer.add(7, 2, 2, 0, Outcome.MALFORMED).afterTimeout(0).answer(silent);
    VarWriter out = new VarWriter();

    SampleBlock.write(columns(buffer.toBatch(1, 1)), out);

    SampleColumns read = read(out.toBytes());
    assertThat(read.answers[0]).isEqualTo(new Response.Banner("421 busy"));
    assertThat(read.answers[1]).isNull();
  }

  @Test
  void howAConnectionWasResetIsKept() {
    SampleColumns buffer = new SampleColumns();
    for (int errno : new int[] {Errno.ECONNRESET, 0, Errno.ENODATA}) {
      buffer.add(7, 1 + errno, 0, 0, Outcome.RESET).errno(errno);
    }
    VarWriter out = new VarWriter();

    SampleBlock.write(columns(buffer.toBatch(1, 1)), out);

    SampleColumns read = read(out.toBytes());
    assertThat(read.errnos).startsWith(Errno.ECONNRESET, 0, Errno.ENODATA);
    assertThat(read.flags).startsWith((short) 0, (short) 0, (short) 0);
  }

  /// The first format had no answers: its blocks end after the ICMP errors.
  @Test
  void aBlockWithoutAnswersIsWrittenAsInTheFirstFormat() {
    VarWriter out = new VarWriter();
    SampleBlock.write(
        columns(new MadeSamples(7, MadeSamples.START, 1000).one(1, Outcome.LOST)), out);

    assertThat(read(out.toBytes()).answers[0]).isNull();
    assertThat(out.size()).isLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void strangeBytesAreRefusedWithoutTakingMemory(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        assertThat(read(bytes).size).isLessThanOrEqualTo(bytes.length * 8);
      } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
        assertThat(e).hasMessageNotContaining("heap");
      }
    }
  }

  @Test
  void cutBlockIsRefused() {
    VarWriter out = new VarWriter();
    SampleBlock.write(columns(new MadeSamples(7, MadeSamples.START, 1000).batch(1, 50)), out);
    byte[] bytes = out.toBytes();

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> read(cut));
    }
  }

  private static void addAny(SampleColumns columns, Random random) {
    int i = columns.addRow();
    Outcome outcome = OUTCOMES[random.nextInt(OUTCOMES.length)];
    columns.sequences[i] = random.nextBoolean() ? i : random.nextLong();
    columns.sentEpochNanos[i] = random.nextBoolean() ? i * 1_000_000L : random.nextLong();
    columns.lagNanos[i] = random.nextLong() >> random.nextInt(64);
    columns.outcomes[i] = (byte) outcome.ordinal();
    columns.rttNanos[i] =
        outcome.hasRtt() ? random.nextLong() >>> random.nextInt(1, 64) : SampleColumns.NO_TIME;
    columns.flags[i] = (short) (random.nextInt(3) | random.nextInt(256) << 8);
    if (!outcome.hasRtt() && outcome != Outcome.ICMP_ERROR && random.nextBoolean()) {
      columns.rttNanos[i] = random.nextLong() >>> random.nextInt(1, 64);
      columns.flags[i] |= SampleBatch.AFTER_TIMEOUT;
    }
    boolean failed = outcome == Outcome.SEND_FAILED || outcome == Outcome.RESOLVE_FAILED;
    columns.errnos[i] =
        failed || outcome == Outcome.RESET && random.nextBoolean() ? random.nextInt(134) : 0;
    Endpoint from =
        new Endpoint(random.nextLong(), random.nextInt(3), random.nextInt(2), random.nextInt(2));
    columns.icmpErrors[i] =
        outcome == Outcome.ICMP_ERROR
            ? new IcmpError(
                random.nextInt(3),
                random.nextInt(256),
                from,
                random.nextInt(1500),
                random.nextBoolean() ? List.of(new MplsLabel(99, 1, true, 3)) : List.of())
            : null;
    if (columns.icmpErrors[i] != null && random.nextInt(3) > 0) {
      IcmpError error = columns.icmpErrors[i];
      long time = random.nextInt();
      columns.icmpErrors[i] = random.nextBoolean() ? error.after(time) : error.late(time);
    }
    columns.answers[i] = random.nextInt(3) == 0 ? anyAnswer(random) : null;
  }

  private static Response anyAnswer(Random random) {
    Optional<Instant> expiry =
        random.nextBoolean()
            ? Optional.of(Instant.ofEpochSecond(random.nextInt()))
            : Optional.empty();
    OptionalLong time =
        random.nextBoolean() ? OptionalLong.of(random.nextLong() >>> 1) : OptionalLong.empty();
    return switch (random.nextInt(8)) {
      case 0 ->
          new Response.Http(
              random.nextInt(100, 600), random.nextInt(9), time, 5, random.nextInt(99), expiry);
      case 1 -> new Response.Dns(random.nextInt(16), random.nextInt(9), random.nextBoolean(), time);
      case 2 -> new Response.Banner("220 mail.example \\x0" + random.nextInt(3) + "…");
      case 3 -> new Response.Malformed("not a status line: " + random.nextInt(3) + "…");
      case 4 ->
          new Response.Http(
              random.nextInt(1000),
              random.nextInt(9),
              time,
              5,
              random.nextInt(99),
              expiry,
              random.nextInt(3),
              random.nextBoolean(),
              Optional.of("the body has no \"x\"").filter(reason -> random.nextBoolean()));
      case 5 -> new Response.Tls(TlsFault.ALERT, expiry, Optional.of("certificate_required"));
      case 6 -> new Response.From(new Endpoint(random.nextLong(), random.nextInt(3), 0, 0));
      default -> new Response.Tls(TlsFault.values()[random.nextInt(4)], expiry);
    };
  }

  private static SampleColumns columns(SampleBatch batch) {
    SampleColumns columns = new SampleColumns();
    for (int i = 0; i < batch.size(); i++) {
      SampleBlock.add(columns, batch, i);
    }
    return columns;
  }

  private static SampleColumns read(byte[] bytes) {
    SampleColumns columns = new SampleColumns();
    SampleBlock.read(new VarReader(bytes), columns);
    return columns;
  }

  private static List<Sample> samples(SampleColumns columns) {
    SampleBatch batch = columns.share(7);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      samples.add(batch.sample(i));
    }
    return samples;
  }
}

package io.pingdeck.history.days;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Realistic samples of a ping: a constant interval with scheduler lateness, RTTs around 200 µs,
/// and occasionally a loss, an ICMP error, or a failed send. The outcome of a sequence depends only
/// on the ping and the sequence.
public final class MadeSamples {
  public static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;
  public static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  /// 2026-01-01T00:00:00Z.
  public static final long START = 1_767_225_600L * SECOND;

  private final long ping;
  private final long start;
  private final long interval;
  private final IcmpError error = new IcmpError(3, 1, Endpoint.ipv4(0x0a000201, 0), 0);

  public MadeSamples(long ping, long startEpochNanos, long intervalNanos) {
    this.ping = ping;
    this.start = startEpochNanos;
    this.interval = intervalNanos;
  }

  public PingId id() {
    return new PingId(ping);
  }

  /// The planned send time, without lateness.
  public long planned(long sequence) {
    return start + (sequence - 1) * interval;
  }

  public SampleBatch batch(long firstSequence, long lastSequence) {
    SampleColumns buffer = new SampleColumns();
    addTo(buffer, firstSequence, lastSequence);
    return buffer.toBatch(0, 1);
  }

  public void addTo(SampleColumns buffer, long firstSequence, long lastSequence) {
    for (long sequence = firstSequence; sequence <= lastSequence; sequence++) {
      add(buffer, sequence, outcome(sequence));
    }
  }

  /// The content of the batch of the same sequences, as objects.
  public List<Sample> samples(long firstSequence, long lastSequence) {
    SampleBatch batch = batch(firstSequence, lastSequence);
    return LongStream.range(0, batch.size()).mapToObj(i -> batch.sample((int) i)).toList();
  }

  /// The probe with the given outcome.
  public SampleBatch one(long sequence, Outcome outcome) {
    SampleColumns buffer = new SampleColumns();
    add(buffer, sequence, outcome);
    return buffer.toBatch(0, 1);
  }

  /// The probe with an ICMP error after its timeout.
  SampleBatch lateError(long sequence) {
    return late(sequence, Outcome.ICMP_ERROR, SampleColumns.NO_TIME, error.late(3_050_000_000L));
  }

  /// The probe with an outcome other than a reply, this long after its send and after its timeout.
  SampleBatch late(long sequence, Outcome outcome, long nanos) {
    return late(sequence, outcome, nanos, null);
  }

  private SampleBatch late(long sequence, Outcome outcome, long nanos, IcmpError told) {
    SampleColumns buffer = new SampleColumns();
    buffer.add(ping, sequence, planned(sequence), 0, outcome).icmpError(told);
    if (nanos != SampleColumns.NO_TIME) {
      buffer.afterTimeout(nanos);
    }
    return buffer.toBatch(0, 1);
  }

  static Outcome outcome(long sequence) {
    if (sequence % 97 == 0) {
      return Outcome.ICMP_ERROR;
    }
    if (sequence % 89 == 0) {
      return Outcome.SEND_FAILED;
    }
    return sequence % 10 == 3 ? Outcome.LOST : Outcome.REPLY;
  }

  private void add(SampleColumns buffer, long sequence, Outcome outcome) {
    Random random = new Random(ping * 31 + sequence * 1_000_003);
    long lag = 20_000 + random.nextInt(60_000);
    long rtt = 150_000 + (long) (30_000 * Math.exp(random.nextGaussian()));
    long sent = planned(sequence) + lag + random.nextInt(100);
    buffer
        .add(ping, sequence, sent, lag, outcome)
        .errno(outcome == Outcome.SEND_FAILED ? 101 : 0)
        .icmpError(outcome == Outcome.ICMP_ERROR ? error : null);
    if (outcome.hasRtt()) {
      buffer.rtt(rtt, RttSource.KERNEL).hopLimit(64);
    }
  }
}

package io.pingdeck.history.codec;

import static io.pingdeck.fuzz.FuzzCheck.require;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.rtt.RttDistribution;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Every byte string is a block of samples that is written as it was read, or refused by an
/// [IndexOutOfBoundsException]. So are counters and distributions. No memory is taken for samples
/// that are not there.
public final class SampleBlockFuzz {
  private SampleBlockFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    block(input);
    distribution(input);
    try {
      PingCounters counters = PingBytes.counters(new VarReader(input));
      VarWriter out = new VarWriter();
      PingBytes.write(counters, out);
      require(PingBytes.counters(new VarReader(out.toBytes())).equals(counters), "other counters");
    } catch (IndexOutOfBoundsException e) {
      // refused
    }
  }

  private static void block(byte[] input) {
    SampleColumns samples = new SampleColumns();
    try {
      SampleBlock.read(new VarReader(input), samples);
    } catch (IndexOutOfBoundsException e) {
      require(samples.size <= Byte.SIZE * input.length, "more samples than bits");
      return;
    }
    byte[] written = write(samples);
    SampleColumns again = new SampleColumns();
    SampleBlock.read(new VarReader(written), again);
    require(again.size == samples.size, "another number of samples");
    require(Arrays.equals(write(again), written), "other samples than were written");
  }

  private static byte[] write(SampleColumns samples) {
    VarWriter out = new VarWriter();
    SampleBlock.write(samples, out);
    return out.toBytes();
  }

  private static void distribution(byte[] input) {
    RttDistribution rtts;
    try {
      rtts = PingBytes.rtts(new VarReader(input));
    } catch (IndexOutOfBoundsException e) {
      return;
    }
    require(rtts.histogram().buckets() * 2 <= input.length, "more buckets than bytes");
  }

  /// Blocks with every part.
  public static List<byte[]> seeds() {
    SampleColumns samples = new SampleColumns();
    samples.add(7, 1, 1_000_000_000L, 5, Outcome.REPLY).rtt(1234, RttSource.PROCESS).hopLimit(64);
    samples.add(7, 2, 2_000_000_000L, 0, Outcome.LOST);
    samples.add(7, 4, 3_000_000_000L, 0, Outcome.SEND_FAILED).errno(101);
    samples
        .add(7, 5, 4_000_000_000L, 0, Outcome.ICMP_ERROR)
        .icmpError(
            new IcmpError(3, 1, Endpoint.ipv4(0x7f000001, 0), 0, List.of()).after(1_000_000));
    samples
        .add(7, 6, 5_000_000_000L, 0, Outcome.UNEXPECTED)
        .answer(
            new Response.Http(
                404,
                1,
                OptionalLong.of(2),
                3,
                4,
                Optional.of(Instant.EPOCH),
                1,
                false,
                Optional.of("r")));
    samples
        .add(7, 7, 6_000_000_000L, 0, Outcome.MALFORMED)
        .answer(new Response.Malformed("begins with"));
    samples
        .add(7, 8, 7_000_000_000L, 0, Outcome.REPLY)
        .rtt(1, RttSource.PROCESS)
        .answer(new Response.Dns(0, 2, true, OptionalLong.empty()));
    RttDistribution rtts = new RttDistribution();
    rtts.record(1_000);
    rtts.record(2_000_000);
    VarWriter out = new VarWriter();
    PingBytes.write(rtts, out);
    return List.of(write(samples), out.toBytes());
  }
}

package io.pingdeck.history.days;

import static io.pingdeck.fuzz.FuzzCheck.require;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.history.codec.SampleBlockFuzz;
import io.pingdeck.ping.sample.SampleColumns;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The bytes in the rows of a day: a rollup, and the blocks of all pings of a second.
public final class DayRowsFuzz {
  private DayRowsFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    rollup(input);
    journal(input);
  }

  private static void rollup(byte[] input) {
    Rollup rollup;
    try {
      rollup = Rollup.read(new VarReader(input));
    } catch (IndexOutOfBoundsException e) {
      return;
    }
    byte[] written = write(rollup);
    byte[] again = write(Rollup.read(new VarReader(written)));
    require(written.length == again.length, "another rollup than was written");
    require(rollup.toBucket(0).outcomes().equals(rollup.counts()), "other counts");
  }

  private static byte[] write(Rollup rollup) {
    VarWriter out = new VarWriter();
    rollup.write(out);
    return out.toBytes();
  }

  private static void journal(byte[] input) {
    JournalMinute minute = new JournalMinute(_ -> Optional.of(input));
    minute.add(1, Arrays.copyOf(input, Math.min(input.length, 10)));
    SampleColumns samples = new SampleColumns();
    try {
      while (minute.hasMore()) {
        minute.read(samples);
      }
    } catch (IndexOutOfBoundsException e) {
      // refused
    } catch (SQLException e) {
      throw new AssertionError("nothing is asked of a database", e);
    }
    require(samples.size <= Byte.SIZE * input.length, "more samples than bits");
  }

  /// A journal row with the blocks of three pings, one of them twice; and a rollup.
  public static List<byte[]> seeds() {
    byte[] block = SampleBlockFuzz.seeds().getFirst();
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    for (long ping : new long[] {3, 7, 300, 7}) {
      VarWriter head = new VarWriter();
      head.unsigned(ping);
      head.unsigned(block.length);
      row.writeBytes(head.toBytes());
      row.writeBytes(block);
    }
    SampleColumns samples = new SampleColumns();
    SampleBlock.read(new VarReader(block), samples);
    return List.of(row.toByteArray(), write(Rollup.of(samples)));
  }
}

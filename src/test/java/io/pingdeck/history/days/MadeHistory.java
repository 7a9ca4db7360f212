package io.pingdeck.history.days;

import io.pingdeck.disk.TwinFile;
import io.pingdeck.history.days.RollupTables.Width;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.state.SavedPing;
import io.pingdeck.history.state.StateLines;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Target;
import io.pingdeck.stats.rtt.RttDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The history of a ping that has been sending for days. It is written minute by minute as the
/// packed rows that the store itself would produce, without the preceding journal.
public final class MadeHistory {
  /// The only ping.
  public static final PingId PING = new PingId(7);

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;
  private static final int MINUTES_PER_HOUR = 60;
  private static final int RTTS = 1 << 16;

  private final DataDirectory directory;
  private final int perMinute;
  private final long intervalNanos;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final long[] rtts = new long[RTTS];
  private final RttDistribution allRtts = new RttDistribution();
  private long sequence;
  private long lost;
  private long lastSent;

  private MadeHistory(Path path, int perMinute) {
    directory = new DataDirectory(path);
    this.perMinute = perMinute;
    intervalNanos = NANOS_PER_MINUTE / perMinute;
    Random shape = new Random(1);
    for (int i = 0; i < RTTS; i++) {
      rtts[i] = 150_000 + (long) (30_000 * Math.exp(shape.nextGaussian()));
    }
  }

  /// Fills a history directory up to the minute before this one; the ping is running.
  ///
  /// @param samples rounded up to whole minutes
  /// @param perMinute number of samples per minute
  public static void write(Path directory, long samples, int perMinute) throws IOException {
    long end = DayFile.minute(Instant.now().getEpochSecond() * 1_000_000_000L);
    write(directory, end - Math.ceilDiv(samples, perMinute), end, 1, perMinute);
  }

  /// @param first in minutes since 1970 UTC
  /// @param step interval between filled minutes
  static void write(Path directory, long first, long end, int step, int perMinute)
      throws IOException {
    Files.createDirectories(directory);
    MadeHistory history = new MadeHistory(directory, perMinute);
    try {
      for (long minute = first; minute < end; minute = Math.min(end, nextDay(minute))) {
        history.day(minute, Math.min(end, nextDay(minute)), step);
      }
      history.state(first);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static long nextDay(long minute) {
    return new DayFile(Kind.SAMPLES, DayFile.day(minute), 0).endMinute();
  }

  private void day(long first, long end, int step) throws SQLException {
    LocalDate day = DayFile.day(first);
    CorruptionLog damage = new CorruptionLog();
    try (SampleTables samples =
            new SampleTables(
                directory.openForWriting(new DayFile(Kind.SAMPLES, day, 0)), day, damage);
        RollupTables rollups =
            new RollupTables(
                directory.openForWriting(new DayFile(Kind.ROLLUPS, day, 0)), day, damage)) {
      for (long minute = first; minute < end; minute++) {
        if (minute % step == 0) {
          SampleColumns columns = minute(minute);
          samples.putChunks(List.of(MinutePacker.chunk(minute, PING.value(), columns)));
          Rollup rollup = Rollup.of(columns);
          rollups.put(Width.MINUTE, minute, Map.of(PING.value(), rollup));
          allRtts.add(rollup.rtts());
        }
        if ((minute + 1) % MINUTES_PER_HOUR == 0) {
          rollups.addUp(minute / MINUTES_PER_HOUR, Long.MIN_VALUE, Long.MAX_VALUE);
        }
      }
      rollups.commit();
      samples.commit();
    }
  }

  private SampleColumns minute(long minute) {
    SampleColumns columns = new SampleColumns();
    for (int i = 0; i < perMinute; i++) {
      int bits = random.nextInt();
      boolean isLost = (bits & 0x7f) == 0;
      int row = columns.addRow();
      columns.sequences[row] = ++sequence;
      columns.lagNanos[row] = 20_000 + (bits >>> 7 & 0xffff);
      columns.sentEpochNanos[row] =
          minute * NANOS_PER_MINUTE + i * intervalNanos + columns.lagNanos[row];
      columns.outcomes[row] = (byte) (isLost ? Outcome.LOST : Outcome.REPLY).ordinal();
      columns.rttNanos[row] = isLost ? SampleColumns.NO_TIME : rtts[random.nextInt() & RTTS - 1];
      lost += isLost ? 1 : 0;
      lastSent = columns.sentEpochNanos[row];
    }
    return columns;
  }

  private void state(long firstMinute) throws IOException {
    Target target = Target.parse("icmp://127.0.0.1");
    PingSpec spec =
        PingSpec.of(PING, target)
            .name(target.toString())
            .interval(Duration.ofNanos(intervalNanos))
            .build();
    Instant startedAt = Instant.ofEpochSecond(firstMinute * MINUTES_PER_HOUR);
    ResolvedPing planned = new ResolvedPing(spec, Endpoint.ipv4(0x7f000001, 0));
    PingInfo info = PingInfo.running(planned, 0, startedAt);
    long[] columns = new long[PingCounters.COLUMNS];
    columns[0] = sequence;
    columns[1] = sequence - lost;
    columns[3] = lost;
    PingCounters counters = PingCounters.read(columns, 0);
    byte[] ping = StateLines.ping(new SavedPing(info, counters, allRtts, sequence, lastSent));
    try (TwinFile state = new TwinFile(directory.path().resolve("pings.state"))) {
      state.write(StateLines.all(List.of(ping), List.of(), true));
    }
  }
}

package io.pingdeck.heartbeat;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.heartbeat.monitor.Moment;
import io.pingdeck.heartbeat.monitor.MonitorClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/// The clocks of this machine. On Linux the time since boot, including sleep, is read from
/// `/proc/uptime` (resolution 10 ms), which distinguishes a sleep from a change of the wall clock.
/// Elsewhere the wall clock is used instead, so setting it forward looks like a sleep.
final class SystemMonitorClock implements MonitorClock, AutoCloseable {
  private static final int UPTIME_BYTES = 64;
  private static final long CENTISECOND = 10_000_000L;

  private final byte[] text = new byte[UPTIME_BYTES];
  private RandomAccessFile uptime;

  SystemMonitorClock() {
    try {
      uptime = new RandomAccessFile("/proc/uptime", "r");
    } catch (IOException _) {
      uptime = null; // not Linux
    }
  }

  @Override
  public Moment now() {
    long epochNanos = EpochNanos.now();
    return new Moment(System.nanoTime(), epochNanos, uptime == null ? epochNanos : sinceBoot());
  }

  /// Parses `350735.47 234388.90`: the first number is the uptime in seconds.
  private long sinceBoot() {
    try {
      uptime.seek(0);
      int length = uptime.read(text);
      String line = new String(text, 0, length, StandardCharsets.US_ASCII);
      String seconds = line.substring(0, line.indexOf(' ')).replace(".", "");
      return Long.parseLong(seconds) * CENTISECOND;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read /proc/uptime", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (uptime != null) {
      uptime.close();
    }
  }
}

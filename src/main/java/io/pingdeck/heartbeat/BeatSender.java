package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.Beat;
import io.pingdeck.packet.text.BeatKey;
import io.pingdeck.packet.text.BeatText;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends the heartbeats of one application: the first immediately, then one per interval on an
/// absolute schedule. Beats missed while this process was paused are skipped together with their
/// sequence numbers, so the monitor does not count them as lost. A clean stop sends a goodbye.
public final class BeatSender {
  /// Number of goodbyes sent in a row, since each may be lost.
  private static final int GOODBYES = 3;

  private static final long GOODBYE_MILLIS = 20;
  private static final int ANY_PORT = 0;

  private final Endpoint monitor;
  private final String name;
  private final Duration interval;
  private final OptionalLong count;
  private final Optional<BeatKey> key;
  private final String epoch = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private final DatagramBatch batch = new DatagramBatch(1, BeatText.MAX_BYTES);
  private final CountDownLatch stop = new CountDownLatch(1);
  private long sequence;
  private volatile Sent sent = new Sent(0, 0);

  /// @param count number of beats to send; empty sends until stopped
  public BeatSender(
      Endpoint monitor, String name, Duration interval, OptionalLong count, Optional<BeatKey> key) {
    this.monitor = requireNonNull(monitor, "monitor");
    this.name = requireNonNull(name, "name");
    this.interval = requireNonNull(interval, "interval");
    this.count = requireNonNull(count, "count");
    this.key = requireNonNull(key, "key");
    if (!BeatText.isName(name)) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    if (interval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("interval too short (at least 1ms): " + interval);
    }
  }

  /// Number of beats sent, and number the system failed to send.
  public record Sent(long beats, long refused) {
    private long all() {
      return beats + refused;
    }
  }

  /// Current counts. Thread-safe.
  public Sent sent() {
    return sent;
  }

  /// Notified of each beat, on the sender's thread.
  @FunctionalInterface
  public interface Listener {
    /// @param sequence sequence number of the beat
    /// @param errno error of the send; 0 on success
    void beat(long sequence, int errno);
  }

  /// Same as [#run(Sockets, Listener)], without a listener.
  public Sent run(Sockets sockets) throws IOException, InterruptedException {
    return run(sockets, (beat, errno) -> {});
  }

  /// Sends until the count is reached or [#stop()] is called, then sends a goodbye.
  ///
  /// @throws IOException if no socket can be opened
  public Sent run(Sockets sockets, Listener listener) throws IOException, InterruptedException {
    Endpoint any = monitor.isIpv4() ? Endpoint.ipv4(0, ANY_PORT) : new Endpoint(0, 0, ANY_PORT, 0);
    try (DatagramPort port = sockets.udp(any, DatagramOptions.BEATS)) {
      long due = System.nanoTime();
      while (count.isEmpty() || sent.all() < count.getAsLong()) {
        send(port, false);
        listener.beat(sequence - 1, batch.errno(0));
        long late = System.nanoTime() - due;
        due += (late / interval.toNanos() + 1) * interval.toNanos();
        if (stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          break;
        }
      }
      for (int i = 0; i < GOODBYES; i++) {
        send(port, true);
        TimeUnit.MILLISECONDS.sleep(GOODBYE_MILLIS);
      }
    }
    return sent;
  }

  /// Thread-safe.
  public void stop() {
    stop.countDown();
  }

  private void send(DatagramPort port, boolean goodbye) {
    long time = EpochNanos.now();
    Beat beat =
        new Beat(goodbye, sequence++, OptionalLong.of(time), Optional.of(name), Optional.of(epoch));
    byte[] text = key.isPresent() ? BeatText.format(beat, key.get()) : BeatText.format(beat);
    batch.clear();
    batch.payload(0).put(0, text);
    batch.length(0, text.length);
    batch.address(0, monitor.high(), monitor.low(), monitor.port(), monitor.scope());
    batch.local(0, 0, 0);
    batch.size(1);
    port.send(batch, 0, 1);
    if (!goodbye) {
      boolean left = batch.errno(0) == 0;
      sent = new Sent(sent.beats() + (left ? 1 : 0), sent.refused() + (left ? 0 : 1));
    }
  }
}

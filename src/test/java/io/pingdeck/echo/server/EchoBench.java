package io.pingdeck.echo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.guard.LoopBreaker;
import io.pingdeck.echo.guard.RateLimiter;
import io.pingdeck.echo.guard.SourceRules;
import io.pingdeck.net.Broadcasts;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.packet.Endpoint;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The decisions of one echo server without its socket, with a manual clock.
public final class EchoBench {
  public static final EchoLimits UNLIMITED =
      limits(65_507, 1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
  public static final Endpoint HERE = endpoint("192.0.2.1", 12000);
  static final Endpoint CLIENT = endpoint("198.51.100.7", 40000);

  final EchoPorts ports = new EchoPorts();
  final DatagramBatch batch = new DatagramBatch(1, 1 << 16);
  final RateLimiter rates;
  public final LoopBreaker loops;
  public final UdpEcho echo;
  final Endpoint bound;
  public long now = Long.MAX_VALUE - 5_000_000_000L; // the monotonic clock may wrap

  public EchoBench(EchoMode mode, EchoLimits limits, Endpoint bound) {
    this.bound = bound;
    rates = new RateLimiter(limits, now);
    loops = new LoopBreaker(limits.maxSources());
    echo =
        new UdpEcho(
            mode,
            new SourceRules(limits, ports, broadcasts(), bound),
            rates,
            loops,
            Impairment.NONE);
  }

  public EchoBench(EchoMode mode) {
    this(mode, UNLIMITED, HERE);
  }

  public static EchoLimits limits(
      int maxBytes, int perSecond, int burst, int total, int totalBurst) {
    return new EchoLimits(
        maxBytes,
        perSecond,
        burst,
        perSecond,
        burst,
        total,
        totalBurst,
        65_536,
        true,
        Set.of(1900, 11211),
        1,
        1,
        1,
        Duration.ofSeconds(1));
  }

  public static Impairment loss(double loss, long seed) {
    return new Impairment(loss, OptionalLong.of(seed));
  }

  public static Endpoint endpoint(String host, int port) {
    return Endpoint.of(InetAddress.ofLiteral(host), port);
  }

  /// Bytes arrive from this source, sent to the server's own address.
  public Optional<DropReason> receive(byte[] bytes, Endpoint from) {
    return receive(bytes, from, bound);
  }

  public Optional<DropReason> receive(byte[] bytes, Endpoint from, Endpoint to) {
    batch.payload(0).put(0, bytes);
    batch.length(0, bytes.length);
    batch.address(0, from.high(), from.low(), from.port(), from.scope());
    batch.local(0, to.high(), to.low());
    return echo.answer(batch, 0, now);
  }

  public Optional<DropReason> receive(String text, Endpoint from) {
    return receive(text.getBytes(ISO_8859_1), from);
  }

  /// The current content of the slot.
  byte[] answer() {
    byte[] bytes = new byte[batch.length(0)];
    batch.payload(0).get(0, bytes);
    return bytes;
  }

  public String answerText() {
    return new String(answer(), ISO_8859_1);
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(Math.max(bytes.length, 1)).put(0, bytes);
  }

  private static Broadcasts broadcasts() {
    try {
      return Broadcasts.ofThisHost();
    } catch (SocketException e) {
      throw new AssertionError(e);
    }
  }
}

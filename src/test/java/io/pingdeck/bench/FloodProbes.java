package io.pingdeck.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.pingdeck.net.UnstampedSockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// The dashboard's pinger at full speed: one flood ping on a [ProbeLoop], including engine,
/// matching and samples.
///
/// ```
/// FloodProbes udp://127.0.0.1:12000 2.5 [LEAST]
/// warm                                                 from here on it counts
/// perSecond=... cpuMicros=... and so on
/// ```
final class FloodProbes implements LoopListener {
  private static final int FLOOD_WINDOW = 64;

  /// With the header 64 bytes, as in the other programs.
  private static final int ICMP_DATA_BYTES = 56;

  /// A program that is paused for the others' turns must not lose probes.
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(50);

  /// After this many, nothing is left to allocate, and little to compile.
  private static final long WARM_UP_PROBES = 5_000_000;

  /// Number of pauses during warm-up. Replies that waited during a pause take other paths through
  /// the code, which the compiler would otherwise compile, together with everything around them, in
  /// the turns that are measured.
  private static final int STANDSTILLS = 5;

  private static final long STANDSTILL_NANOS = 50_000_000;

  /// The compiler, which shares the core, is idle if it has done nothing for this long.
  private static final long COMPILER_AT_REST_NANOS = 3_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long nanos;
  private final long least;
  private final CompletableFuture<String> result = new CompletableFuture<>();
  private ProbeLoop loop;
  private Reading first;
  private int standstills;
  private long compilerMillis = -1;
  private long compilerAtRestSince;

  /// @param least minimum number of replies before the end
  private FloodProbes(double seconds, long least) {
    nanos = (long) (seconds * 1e9);
    this.least = least;
  }

  /// The measured values at one moment, on the loop's thread.
  private record Reading(long nanos, long cpuNanos, long bytes, PingCounters counters) {
    static Reading now(SampleColumns buffer) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes(); // excludes this reading itself
      PingCounters counters = PingCounters.read(buffer.counters(), 0);
      return new Reading(System.nanoTime(), SYSTEM.getProcessCpuTime(), bytes, counters);
    }

    String since(Reading first) {
      long replied = counters.count(Outcome.REPLY) - first.counters.count(Outcome.REPLY);
      return String.format(
          Locale.ROOT,
          "perSecond=%.0f cpuMicros=%.3f replied=%d unanswered=%d bytes=%d",
          replied * 1e9 / (nanos - first.nanos),
          (cpuNanos - first.cpuNanos) / 1e3 / replied,
          replied,
          counters.count(Outcome.LOST)
              + counters.count(Outcome.LATE)
              + counters.count(Outcome.SEND_FAILED),
          bytes - first.bytes);
    }
  }

  public static void main(String[] arguments) throws Exception {
    long least = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    FloodProbes flood = new FloodProbes(Double.parseDouble(arguments[1]), least);
    System.out.println(flood.run(Target.parse(arguments[0])));
    System.exit(0);
  }

  private String run(Target target) throws Exception {
    Endpoint to = Endpoint.of(InetAddress.ofLiteral(target.host()), target.port());
    loop = new ProbeLoop("flood", UnstampedSockets.open(), FLUSH_INTERVAL, this);
    try (ProbeLoop running = loop) {
      running.start(spec(target), to).toCompletableFuture().get();
      return result.get();
    }
  }

  private static PingSpec spec(Target target) {
    return PingSpec.of(new PingId(1), target)
        .name("flood")
        .interval(Duration.ZERO)
        .timeout(TIMEOUT)
        .payloadBytes(
            target.protocol() == Protocol.ICMP ? ICMP_DATA_BYTES : PingSpec.DEFAULT_PAYLOAD_BYTES)
        .build();
  }

  @Override
  public void samples(SampleColumns buffer, List<End> ends) {
    long sent = buffer.counters()[0];
    if (standstills < STANDSTILLS && sent > standstills * WARM_UP_PROBES / STANDSTILLS) {
      standstills++;
      LockSupport.parkNanos(STANDSTILL_NANOS); // this is the loop's thread
    } else if (first == null && isWarm(sent)) {
      System.out.println("warm");
      first = Reading.now(buffer);
    } else if (first != null && isOver(sent) && !result.isDone()) {
      result.complete(Reading.now(buffer).since(first));
    }
    loop.giveBack(buffer);
  }

  private boolean isWarm(long sent) {
    long now = System.nanoTime();
    long millis = COMPILER.getTotalCompilationTime();
    if (millis != compilerMillis) {
      compilerMillis = millis;
      compilerAtRestSince = now;
    }
    return sent > Math.max(least, WARM_UP_PROBES)
        && now - compilerAtRestSince >= COMPILER_AT_REST_NANOS;
  }

  private boolean isOver(long sent) {
    long replies = sent - first.counters().sent() - FLOOD_WINDOW;
    return replies >= least && System.nanoTime() - first.nanos() >= nanos;
  }

  @Override
  public void status(LoopStatus status) {
    // Not used here.
  }

  @Override
  public void died(Throwable cause) {
    result.completeExceptionally(cause);
  }
}

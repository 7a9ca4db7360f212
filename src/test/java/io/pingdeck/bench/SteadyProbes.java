package io.pingdeck.bench;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// Pings like the dashboard, and prints `<sequence> <RTT in nanoseconds> <clocks>` for each reply:
/// `SteadyProbes icmp://127.0.0.1 COUNT`, a hundred per second.
final class SteadyProbes implements LoopListener {
  static final Duration INTERVAL = Duration.ofMillis(10);
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(50);

  private final StringBuilder output = new StringBuilder();
  private final CompletableFuture<String> result = new CompletableFuture<>();
  private volatile ProbeLoop loop;

  private SteadyProbes() {}

  public static void main(String[] arguments) throws Exception {
    SteadyProbes steady = new SteadyProbes();
    System.out.print(steady.run(Target.parse(arguments[0]), Long.parseLong(arguments[1])));
    System.exit(0);
  }

  private String run(Target target, long count) throws Exception {
    Endpoint to = Endpoint.of(InetAddress.ofLiteral(target.host()), target.port());
    try (ProbeLoop running =
        new ProbeLoop("steady", PlatformSockets.best(), FLUSH_INTERVAL, this)) {
      loop = running;
      running.start(spec(target, count), to).toCompletableFuture().get();
      return result.get();
    }
  }

  private static PingSpec spec(Target target, long count) {
    return PingSpec.of(new PingId(1), target)
        .name("steady")
        .interval(INTERVAL)
        .count(OptionalLong.of(count))
        .build();
  }

  @Override
  public void samples(SampleColumns buffer, List<End> ends) {
    SampleBatch batch = buffer.toBatch(0, 1);
    loop.giveBack(buffer);
    for (int i = 0; i < batch.size(); i++) {
      Sample sample = batch.sample(i);
      sample
          .rttNanos()
          .ifPresent(rtt ->
              output
                  .append(sample.sequence())
                  .append(' ')
                  .append(rtt)
                  .append(' ')
                  .append(sample.rttSource().orElseThrow())
                  .append('\n'));
    }
    if (!ends.isEmpty()) {
      result.complete(output.toString());
    }
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

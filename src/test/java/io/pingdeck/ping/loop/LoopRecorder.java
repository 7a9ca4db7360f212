package io.pingdeck.ping.loop;

import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// A loop and a record of its output, in order.
public final class LoopRecorder implements LoopListener, AutoCloseable {
  public final List<Sample> samples = new ArrayList<>();
  public final Map<Long, PingCounters> counters = new HashMap<>();
  public final Map<Long, PingState> ends = new HashMap<>();
  public final List<LoopStatus> statuses = new ArrayList<>();
  Optional<Throwable> death = Optional.empty();
  public final ProbeLoop loop;
  private final BlockingQueue<Runnable> heard = new LinkedBlockingQueue<>();
  private final boolean mayDie;
  private final AtomicInteger throwsLeft = new AtomicInteger();

  public LoopRecorder(Sockets sockets) throws IOException {
    this(sockets, false);
  }

  public LoopRecorder(Sockets sockets, HttpProbes http) throws IOException {
    mayDie = false;
    loop = new ProbeLoop("test-pinger", sockets, Duration.ofMillis(5), this, Optional.of(http));
  }

  /// @param mayDie death is expected, not a failure of the test
  public LoopRecorder(Sockets sockets, boolean mayDie) throws IOException {
    this.mayDie = mayDie;
    loop = new ProbeLoop("test-pinger", sockets, Duration.ofMillis(5), this);
  }

  public static PingSpec spec(
      int id, String target, Duration interval, Duration timeout, long count, int bytes) {
    return PingSpec.of(new PingId(id), Target.parse(target))
        .name(target)
        .interval(interval)
        .timeout(timeout)
        .count(OptionalLong.of(count))
        .payloadBytes(bytes)
        .build();
  }

  static ResolvedPing planned(PingSpec spec) {
    try {
      InetAddress address = InetAddress.getByName(spec.target().host());
      return new ResolvedPing(spec, Endpoint.of(address, spec.target().port()));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /// Throws this many times instead of accepting samples.
  void throwOnSamples(int times) {
    throwsLeft.set(times);
  }

  public void start(PingSpec spec) throws Exception {
    startAll(List.of(spec));
  }

  public void startAll(List<PingSpec> specs) throws Exception {
    loop.startAll(specs.stream().map(LoopRecorder::planned).toList())
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  public void awaitEnds(int count) throws InterruptedException {
    await(() -> ends.size() >= count);
  }

  public void awaitSamples(int count) throws InterruptedException {
    await(() -> samples.size() >= count);
  }

  public void await(BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean()) {
      heard.take().run();
    }
  }

  @Override
  public void samples(SampleColumns buffer, List<End> newEnds) {
    if (throwsLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new IllegalStateException("as the test wants it");
    }
    SampleBatch batch = buffer.toBatch(0, 1);
    loop.giveBack(buffer);
    heard.add(() -> {
      for (int i = 0; i < batch.size(); i++) {
        samples.add(batch.sample(i));
      }
      for (int row = 0; row < batch.counterPings().length; row++) {
        counters.put(batch.counterPings()[row], batch.counters(row));
      }
      newEnds.forEach(end -> ends.put(end.ping().value(), end.state()));
    });
  }

  @Override
  public void status(LoopStatus status) {
    heard.add(() -> statuses.add(status));
  }

  @Override
  public void died(Throwable cause) {
    heard.add(() -> {
      if (!mayDie) {
        throw new AssertionError("the loop died", cause);
      }
      death = Optional.of(cause);
    });
  }

  @Override
  public void close() {
    loop.close();
  }
}

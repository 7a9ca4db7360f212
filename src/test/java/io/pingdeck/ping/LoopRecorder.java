package io.pingdeck.ping;

import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.AddressFamily;
import io.pingdeck.probe.LoopStatus;
import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PingState;
import io.pingdeck.probe.PlannedPing;
import io.pingdeck.probe.Sample;
import io.pingdeck.probe.SampleBatch;
import io.pingdeck.probe.SampleBuffer;
import io.pingdeck.probe.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A loop, and everything it says, in the order it says it.
final class LoopRecorder implements LoopListener, AutoCloseable {
  final List<Sample> samples = new ArrayList<>();
  final Map<Long, PingCounters> counters = new HashMap<>();
  final Map<Long, PingState> ends = new HashMap<>();
  final List<LoopStatus> statuses = new ArrayList<>();
  Optional<Throwable> death = Optional.empty();
  final ProbeLoop loop;
  private final BlockingQueue<Runnable> heard = new LinkedBlockingQueue<>();
  private final boolean mayDie;

  LoopRecorder(Sockets sockets) throws IOException {
    this(sockets, false);
  }

  LoopRecorder(Sockets sockets, HttpProbes http) throws IOException {
    mayDie = false;
    loop = new ProbeLoop("test-pinger", sockets, Duration.ofMillis(5), this, Optional.of(http));
  }

  /// @param mayDie death is expected, not a failure of the test
  LoopRecorder(Sockets sockets, boolean mayDie) throws IOException {
    this.mayDie = mayDie;
    loop = new ProbeLoop("test-pinger", sockets, Duration.ofMillis(5), this);
  }

  static PingSpec spec(
      int id, String target, Duration interval, Duration timeout, long count, int bytes) {
    return new PingSpec(
        new PingId(id),
        target,
        Target.parse(target),
        AddressFamily.ANY,
        interval,
        timeout,
        OptionalLong.of(count),
        bytes,
        OptionalInt.empty(),
        0);
  }

  static PlannedPing planned(PingSpec spec) {
    try {
      InetAddress address = InetAddress.getByName(spec.target().host());
      return new PlannedPing(spec, Endpoint.of(address, spec.target().port()));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  void start(PingSpec spec) throws Exception {
    startAll(List.of(spec));
  }

  void startAll(List<PingSpec> specs) throws Exception {
    loop.startAll(specs.stream().map(LoopRecorder::planned).toList())
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  void awaitEnds(int count) throws InterruptedException {
    await(() -> ends.size() >= count);
  }

  void awaitSamples(int count) throws InterruptedException {
    await(() -> samples.size() >= count);
  }

  void await(BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean()) {
      heard.take().run();
    }
  }

  @Override
  public void samples(SampleBuffer buffer, List<End> newEnds) {
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

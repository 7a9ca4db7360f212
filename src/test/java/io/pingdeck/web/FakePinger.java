package io.pingdeck.web;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.WorkerStatus;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.stats.PingSamples;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A fake pinger worker on the bus: it replies to every command like a worker and sends the samples
/// that a test requests, but no packets. Targets at 192.0.2.1 are refused.
public final class FakePinger {
  private static final Endpoint LOOPBACK = Endpoint.ipv4(0x7f000001, 12000);

  private final Vertx vertx;
  private final int worker;
  private final Map<Long, PingInfo> pings = new ConcurrentHashMap<>();
  private final List<PingApi.PingerRequest<?>> commands = new CopyOnWriteArrayList<>();
  private volatile boolean isSilent;
  private long batches;

  FakePinger(Vertx vertx, int worker) {
    this.vertx = vertx;
    this.worker = worker;
  }

  public Future<Void> start() {
    return PingApi.pinger(worker)
        .serve(
            vertx.eventBus(),
            new Handlers<PingApi.PingerRequest<?>>()
                .on(PingApi.Start.class, heard(asked -> start(asked.spec())))
                .on(PingApi.StartAll.class, heard(asked -> startAll(asked.pings())))
                .on(PingApi.Probe.class, heard(asked -> probe(asked.spec())))
                .on(PingApi.Resume.class, heard(asked -> start(asked.ping().spec())))
                .on(PingApi.Pause.class, heard(asked -> change(asked.id(), PingInfo::paused)))
                .on(PingApi.Continue.class, heard(asked -> change(asked.id(), FakePinger::resumed)))
                .on(
                    PingApi.Change.class,
                    heard(
                        asked -> change(asked.id(), ping -> ping.with(asked.changed(ping.spec())))))
                .on(PingApi.Stop.class, heard(asked -> stop(asked.id())))
                .on(PingApi.Delete.class, heard(asked -> delete(asked.id()))));
  }

  private <R extends PingApi.PingerRequest<A>, A extends Record> Function<R, Future<A>> heard(
      Function<R, A> answer) {
    return asked -> {
      commands.add(asked);
      A reply = answer.apply(asked);
      return isSilent ? Promise.<A>promise().future() : Future.succeededFuture(reply);
    };
  }

  /// From now on, accepts commands without replying.
  public void fallSilent() {
    isSilent = true;
  }

  public List<PingApi.PingerRequest<?>> commands() {
    return commands;
  }

  /// Removes a ping without an event, as after its end.
  public void forget(PingId id) {
    pings.remove(id.value());
  }

  /// Publishes a batch of replies to the probes `from` to `to`. The RTT of each is its sequence in
  /// microseconds.
  public void replies(PingId ping, long from, long to) {
    SampleColumns buffer = new SampleColumns();
    for (long sequence = from; sequence <= to; sequence++) {
      PingSamples.add(buffer, ping.value(), sequence, Outcome.REPLY, sequence * 1_000);
    }
    int row = buffer.addCounters(ping.value());
    buffer.counters()[row] = to;
    buffer.counters()[row + 1] = to;
    publish(buffer);
  }

  public void publish(SampleColumns buffer) {
    PingApi.SAMPLES.publish(vertx.eventBus(), buffer.toBatch(worker, ++batches));
  }

  /// Simulates an ICMP error without a quote from the ping's host.
  public void bareError(PingId id, BareIcmpError error) {
    PingInfo noticed = pings.get(id.value()).with(error);
    pings.put(id.value(), noticed);
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Noticed(noticed));
  }

  private PingApi.Probed probe(PingSpec spec) {
    if (spec.target().host().equals("192.0.2.1")) {
      throw new FaultException("target", "is not reached");
    }
    SampleColumns buffer = new SampleColumns();
    buffer
        .add(spec.id().value(), 1, 0, 0, Outcome.REPLY)
        .rtt(250_000, RttSource.KERNEL)
        .hopLimit(64)
        .answer(
            spec.mode().equals(Optional.of(TcpMode.GREETING))
                ? new Response.Banner("SSH-2.0-fake")
                : null);
    return new PingApi.Probed(
        LOOPBACK, 1_000_000, buffer.toBatch(worker, 1).sample(0), Optional.empty());
  }

  private PingInfo start(PingSpec spec) {
    if (spec.target().host().equals("192.0.2.1")) {
      throw new FaultException("interval", "is below the allowed 200ms");
    }
    PingInfo ping =
        new PingInfo(
            spec, worker, LOOPBACK, PingState.RUNNING, Instant.now(), Optional.empty(), "");
    pings.put(spec.id().value(), ping);
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Started(ping));
    return ping;
  }

  private PingApi.Started startAll(List<ListedPing> list) {
    List<Fault> faults = new ArrayList<>();
    for (ListedPing listed : list) {
      if (listed.spec().target().host().equals("192.0.2.1")) {
        faults.add(listed.fault(new Fault("interval", "is below the allowed 200ms")));
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return new PingApi.Started(list.stream().map(listed -> start(listed.spec())).toList());
  }

  public void tellStatus(LoopStatus status) {
    PingApi.WORKERS.publish(vertx.eventBus(), new WorkerStatus(worker, status));
  }

  private PingInfo change(PingId id, UnaryOperator<PingInfo> change) {
    PingInfo known = pings.get(id.value());
    if (known == null) {
      throw RequestFailure.unknown("no ping " + id);
    }
    PingInfo changed = change.apply(known);
    pings.put(id.value(), changed);
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Changed(changed));
    return changed;
  }

  private static PingInfo resumed(PingInfo ping) {
    return ping.resumed(ping.worker(), ping.address(), ping.others());
  }

  private PingInfo stop(PingId id) {
    PingInfo running = pings.get(id.value());
    if (running == null) {
      throw RequestFailure.unknown("no ping " + id);
    }
    PingInfo ended = running.ended(PingState.STOPPED, Instant.now(), "");
    pings.put(id.value(), ended);
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Ended(ended));
    return ended;
  }

  private PingInfo delete(PingId id) {
    PingInfo ping = pings.remove(id.value());
    if (ping == null) {
      throw RequestFailure.unknown("no ping " + id);
    }
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Deleted(id));
    return ping;
  }
}

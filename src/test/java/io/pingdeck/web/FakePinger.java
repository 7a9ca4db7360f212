package io.pingdeck.web;

import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingAddresses;
import io.pingdeck.ping.api.PingAnswer;
import io.pingdeck.ping.api.PingCommand;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.WorkerStatus;
import io.pingdeck.ping.sample.Answer;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleBuffer;
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

/// A pinger worker's neighbour on the bus: it answers every command as a worker would and sends the
/// samples a test asks for, but no packet. Targets at 192.0.2.1 are refused.
public final class FakePinger {
  private static final Endpoint LOOPBACK = Endpoint.ipv4(0x7f000001, 12000);

  private final Vertx vertx;
  private final int worker;
  private final Map<Long, PingInfo> pings = new ConcurrentHashMap<>();
  private final List<PingCommand> commands = new CopyOnWriteArrayList<>();
  private volatile boolean isSilent;
  private long batches;

  FakePinger(Vertx vertx, int worker) {
    this.vertx = vertx;
    this.worker = worker;
  }

  public Future<Void> start() {
    return PingAddresses.pinger(worker)
        .serve(
            vertx.eventBus(),
            command -> {
              PingAnswer answer = answer(command);
              return isSilent
                  ? Promise.<PingAnswer>promise().future()
                  : Future.succeededFuture(answer);
            });
  }

  /// From now on takes commands and answers none.
  public void fallSilent() {
    isSilent = true;
  }

  public List<PingCommand> commands() {
    return commands;
  }

  /// Forgets a ping without telling anyone, as after it ended.
  public void forget(PingId id) {
    pings.remove(id.value());
  }

  /// Publishes a batch of replies to the probes `from` to `to`, each with an RTT of its sequence in
  /// microseconds.
  public void replies(PingId ping, long from, long to) {
    SampleBuffer buffer = new SampleBuffer();
    for (long sequence = from; sequence <= to; sequence++) {
      PingSamples.add(buffer, ping.value(), sequence, Outcome.REPLY, sequence * 1_000);
    }
    int row = buffer.addCounters(ping.value());
    buffer.counters()[row] = to;
    buffer.counters()[row + 1] = to;
    publish(buffer);
  }

  public void publish(SampleBuffer buffer) {
    PingAddresses.SAMPLES.publish(vertx.eventBus(), buffer.toBatch(worker, ++batches));
  }

  /// The ping's host sends an ICMP error that quotes nothing.
  public void bareError(PingId id, BareIcmpError error) {
    PingInfo noticed = pings.get(id.value()).with(error);
    pings.put(id.value(), noticed);
    PingAddresses.PING_EVENTS.publish(vertx.eventBus(), new PingEvent.Noticed(noticed));
  }

  private PingAnswer answer(PingCommand command) {
    commands.add(command);
    return switch (command) {
      case PingCommand.Start(var spec) -> start(spec);
      case PingCommand.StartAll(var list) -> startAll(list);
      case PingCommand.Probe(var spec) -> probe(spec);
      case PingCommand.Resume(var ping, var past) -> start(ping.spec());
      case PingCommand.Stop(var id) -> stop(id);
      case PingCommand.Delete(var id) -> delete(id);
    };
  }

  private PingAnswer probe(PingSpec spec) {
    if (spec.target().host().equals("192.0.2.1")) {
      return new PingAnswer.Refused(List.of(new Fault("target", "is not reached")));
    }
    SampleBuffer buffer = new SampleBuffer();
    buffer.sample(
        spec.id().value(),
        1,
        0,
        0,
        Outcome.REPLY,
        250_000,
        RttSource.KERNEL,
        false,
        64,
        0,
        null,
        spec.mode().equals(Optional.of(TcpMode.GREETING))
            ? new Answer.Banner("SSH-2.0-fake")
            : null);
    return new PingAnswer.Probed(LOOPBACK, 1_000_000, buffer.toBatch(worker, 1).sample(0));
  }

  private PingAnswer start(PingSpec spec) {
    if (spec.target().host().equals("192.0.2.1")) {
      return new PingAnswer.Refused(List.of(new Fault("interval", "is below the allowed 200ms")));
    }
    PingInfo ping =
        new PingInfo(
            spec, worker, LOOPBACK, PingState.RUNNING, Instant.now(), Optional.empty(), "");
    pings.put(spec.id().value(), ping);
    PingAddresses.PING_EVENTS.publish(vertx.eventBus(), new PingEvent.Started(ping));
    return new PingAnswer.Done(ping);
  }

  private PingAnswer startAll(List<ListedPing> list) {
    List<Fault> faults = new ArrayList<>();
    for (ListedPing listed : list) {
      if (listed.spec().target().host().equals("192.0.2.1")) {
        faults.add(listed.fault(new Fault("interval", "is below the allowed 200ms")));
      }
    }
    if (!faults.isEmpty()) {
      return new PingAnswer.Refused(faults);
    }
    return new PingAnswer.AllStarted(
        list.stream().map(listed -> ((PingAnswer.Done) start(listed.spec())).ping()).toList());
  }

  public void tellStatus(LoopStatus status) {
    PingAddresses.WORKERS.publish(vertx.eventBus(), new WorkerStatus(worker, status));
  }

  private PingAnswer stop(PingId id) {
    PingInfo running = pings.get(id.value());
    if (running == null) {
      return new PingAnswer.Unknown(id);
    }
    PingInfo ended = running.ended(PingState.STOPPED, Instant.now(), "");
    pings.put(id.value(), ended);
    PingAddresses.PING_EVENTS.publish(vertx.eventBus(), new PingEvent.Ended(ended));
    return new PingAnswer.Done(ended);
  }

  private PingAnswer delete(PingId id) {
    PingInfo ping = pings.remove(id.value());
    if (ping == null) {
      return new PingAnswer.Unknown(id);
    }
    PingAddresses.PING_EVENTS.publish(vertx.eventBus(), new PingEvent.Deleted(id));
    return new PingAnswer.Done(ping);
  }
}

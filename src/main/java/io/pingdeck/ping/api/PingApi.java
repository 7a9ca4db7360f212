package io.pingdeck.ping.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.user.api.Caller;
import java.util.List;
import java.util.Optional;

/// Requests to a pinger worker, and the events that workers publish.
public final class PingApi {
  /// Each pinger worker, every 100 ms at most -> statistics, live feed, history.
  public static final Topic<SampleBatch> SAMPLES = new Topic<>("samples", SampleBatch.class);

  /// Each pinger worker and the statistics -> all of these, live feed, history.
  public static final Topic<PingEvent> EVENTS = new Topic<>("pings", PingEvent.class);

  /// Each pinger worker, once a second -> web.
  public static final Topic<WorkerStatus> WORKERS = new Topic<>("workers", WorkerStatus.class);

  private PingApi() {}

  /// Web -> that pinger worker.
  public static Service<PingerRequest<?>> pinger(int worker) {
    return new Service<>("pinger." + worker, PingerRequest.class);
  }

  public sealed interface PingerRequest<A extends Record> extends Request<PingerRequest<?>, A> {}

  /// Resolves the target, checks the limits and starts the ping.
  public record Start(PingSpec spec) implements PingerRequest<PingInfo> {}

  /// Starts many pings: all or none.
  public record StartAll(List<ListedPing> pings) implements PingerRequest<Started> {
    public StartAll {
      pings = List.copyOf(pings);
    }
  }

  /// The pings of a list, in its order.
  public record Started(List<PingInfo> pings) {
    public Started {
      pings = List.copyOf(pings);
    }
  }

  /// Resumes a ping that ran when the program ended: same address, no probe sent twice.
  ///
  /// @param ping its previous state; the worker that handles the request takes it over
  public record Resume(PingInfo ping, PingHistory past) implements PingerRequest<PingInfo> {}

  /// Sends one probe and replies with its outcome, without events or statistics.
  ///
  /// @param spec its count and interval are ignored
  public record Probe(PingSpec spec) implements PingerRequest<Probed> {}

  /// The outcome of a single probe.
  ///
  /// @param address address it was sent to
  /// @param resolveNanos time to resolve the address
  /// @param turnedAwayBy address of the other family that was tried first and has no listener or no
  ///   route
  public record Probed(
      Endpoint address, long resolveNanos, Sample sample, Optional<Endpoint> turnedAwayBy) {}

  /// Sends nothing until it continues; probes in flight still get their outcome.
  public record Pause(PingId id) implements PingerRequest<PingInfo> {}

  /// Continues a paused ping, at the next sequence number.
  public record Continue(PingId id) implements PingerRequest<PingInfo> {}

  /// Changes the settings of a ping, which keeps its identity and history.
  ///
  /// @param fields those to be changed
  /// @param by who changes it. If that changes what is sent, the ping counts as started by them
  public record Change(PingId id, PingRequest fields, Caller by)
      implements PingerRequest<PingInfo> {
    /// @throws io.pingdeck.base.FaultException with every fault of every field
    public PingSpec changed(PingSpec before) {
      PingSpec changed = fields.changed(before);
      return changed.sendsLike(before) ? changed : changed.by(by);
    }
  }

  /// Stops sending; probes in flight still get their outcome.
  public record Stop(PingId id) implements PingerRequest<PingInfo> {}

  /// Stops immediately and removes the ping.
  public record Delete(PingId id) implements PingerRequest<PingInfo> {}
}

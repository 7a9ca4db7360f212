package io.pingdeck.ping.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import java.util.List;
import java.util.Optional;

/// What a pinger worker can be asked, and what the workers announce.
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

  /// Resolve the target, check the limits, start.
  public record Start(PingSpec spec) implements PingerRequest<PingInfo> {}

  /// The same for many, all or none.
  public record StartAll(List<ListedPing> pings) implements PingerRequest<Started> {
    public StartAll {
      pings = List.copyOf(pings);
    }
  }

  /// All of a list, in its order.
  public record Started(List<PingInfo> pings) {
    public Started {
      pings = List.copyOf(pings);
    }
  }

  /// Go on with a ping that ran when the program ended: same address, no probe sent twice.
  ///
  /// @param ping as it was; whoever takes the request becomes its worker
  public record Resume(PingInfo ping, PingPast past) implements PingerRequest<PingInfo> {}

  /// Send one probe and answer with its outcome. Nobody hears of a ping: no event, no statistics.
  ///
  /// @param spec its count and interval do not matter
  public record Probe(PingSpec spec) implements PingerRequest<Probed> {}

  /// What became of a single probe.
  ///
  /// @param address where it went
  /// @param resolveNanos how long it took to find the address
  /// @param turnedAwayBy the address of the other family that it was sent to first, where nothing
  ///   listens or no route leads
  public record Probed(
      Endpoint address, long resolveNanos, Sample sample, Optional<Endpoint> turnedAwayBy) {}

  /// Send no more; probes in flight still get their outcome.
  public record Stop(PingId id) implements PingerRequest<PingInfo> {}

  /// Stop at once and forget.
  public record Delete(PingId id) implements PingerRequest<PingInfo> {}
}

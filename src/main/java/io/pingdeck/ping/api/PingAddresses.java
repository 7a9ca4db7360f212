package io.pingdeck.ping.api;

import io.pingdeck.bus.Topic;
import io.pingdeck.bus.UntypedService;
import io.pingdeck.ping.sample.SampleBatch;

/// Where the pinger workers and those who hear of pings meet.
public final class PingAddresses {
  /// Each pinger worker, every 100 ms at most -> statistics, live feed, history.
  public static final Topic<SampleBatch> SAMPLES = new Topic<>("samples", SampleBatch.class);

  /// Each pinger worker and the statistics -> all of these, live feed, history.
  public static final Topic<PingEvent> PING_EVENTS = new Topic<>("pings", PingEvent.class);

  /// Each pinger worker, once a second -> web.
  public static final Topic<WorkerStatus> WORKERS = new Topic<>("workers", WorkerStatus.class);

  private PingAddresses() {}

  /// Web -> that pinger worker.
  public static UntypedService<PingCommand, PingAnswer> pinger(int worker) {
    return new UntypedService<>("pinger." + worker, PingCommand.class, PingAnswer.class);
  }
}

package io.pingdeck.bus;

import io.pingdeck.probe.SampleBatch;

/// Every address of the program, with who sends and who listens.
public final class Addresses {
  /// Each pinger worker, every 100 ms at most -> statistics, live feed, history.
  public static final Topic<SampleBatch> SAMPLES = new Topic<>("samples", SampleBatch.class);

  /// Each pinger worker and the statistics -> all of these, live feed, history.
  public static final Topic<PingEvent> PING_EVENTS = new Topic<>("pings", PingEvent.class);

  /// Each pinger worker, once a second -> web.
  public static final Topic<WorkerStatus> WORKERS = new Topic<>("workers", WorkerStatus.class);

  /// Web -> statistics.
  public static final Service<StatsQuery, StatsAnswer> STATS =
      new Service<>("stats", StatsQuery.class, StatsAnswer.class);

  /// Web -> history.
  public static final Service<HistoryQuery, HistoryAnswer> HISTORY =
      new Service<>("history", HistoryQuery.class, HistoryAnswer.class);

  /// Web -> echo servers.
  public static final Service<EchoCommand, EchoAnswer> ECHO_SERVERS =
      new Service<>("echo-servers", EchoCommand.class, EchoAnswer.class);

  /// Echo servers, all of them after each change -> history.
  public static final Topic<EchoAnswer.Servers> ECHO_CHANGES =
      new Topic<>("echo-changes", EchoAnswer.Servers.class);

  /// Heartbeat monitor -> live feed, webhook.
  public static final Topic<HeartbeatEvent> HEARTBEAT_EVENTS =
      new Topic<>("heartbeats", HeartbeatEvent.class);

  /// Web -> heartbeat monitor.
  public static final Service<HeartbeatCommand, HeartbeatAnswer> HEARTBEATS =
      new Service<>("heartbeat-monitor", HeartbeatCommand.class, HeartbeatAnswer.class);

  /// Web -> senders of heartbeats.
  public static final Service<BeatSenderCommand, BeatSenderAnswer> BEAT_SENDERS =
      new Service<>("beat-senders", BeatSenderCommand.class, BeatSenderAnswer.class);

  private Addresses() {}

  /// Web -> that pinger worker.
  public static Service<PingCommand, PingAnswer> pinger(int worker) {
    return new Service<>("pinger." + worker, PingCommand.class, PingAnswer.class);
  }
}

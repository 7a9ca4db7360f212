package io.pingdeck.metrics;

import static java.util.Objects.requireNonNull;

import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.pingdeck.history.api.HistoryHealth;
import java.util.List;
import java.util.Map;

/// The input of an exposition, all from about the same time.
///
/// @param pings pings with their own series
/// @param total number of pings
/// @param applications applications that send heartbeats
/// @param monitor the heartbeat monitor
/// @param alerts number of alerts in each state
public record Figures(
    String version,
    List<PingFigures> pings,
    int total,
    List<EchoSnapshot> echoServers,
    List<HeartbeatSnapshot> applications,
    MonitorSnapshot monitor,
    HistoryHealth history,
    Map<String, Integer> alerts) {
  public Figures {
    requireNonNull(version, "version");
    pings = List.copyOf(pings);
    echoServers = List.copyOf(echoServers);
    applications = List.copyOf(applications);
    requireNonNull(monitor, "monitor");
    requireNonNull(history, "history");
    alerts = Map.copyOf(alerts);
  }
}

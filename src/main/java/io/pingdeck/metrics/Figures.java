package io.pingdeck.metrics;

import static java.util.Objects.requireNonNull;

import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.pingdeck.history.api.HistoryHealth;
import java.util.List;

/// What an exposition is written from, all of about the same moment.
///
/// @param pings those that are told of one by one
/// @param total how many pings there are
/// @param applications that send heartbeats
/// @param monitor what takes them
public record Figures(
    String version,
    List<PingFigures> pings,
    int total,
    List<EchoSnapshot> echoServers,
    List<HeartbeatSnapshot> applications,
    MonitorSnapshot monitor,
    HistoryHealth history) {
  public Figures {
    requireNonNull(version, "version");
    pings = List.copyOf(pings);
    echoServers = List.copyOf(echoServers);
    applications = List.copyOf(applications);
    requireNonNull(monitor, "monitor");
    requireNonNull(history, "history");
  }
}

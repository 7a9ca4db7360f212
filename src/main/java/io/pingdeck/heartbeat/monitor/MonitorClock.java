package io.pingdeck.heartbeat.monitor;

/// Where the monitor takes the time from.
@FunctionalInterface
public interface MonitorClock {
  Moment now();
}

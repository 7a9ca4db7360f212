package io.pingdeck.heartbeat.monitor;

/// The source of time for the monitor.
@FunctionalInterface
public interface MonitorClock {
  Moment now();
}

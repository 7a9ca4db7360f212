package io.pingdeck.heartbeat;

/// Where the monitor takes the time from.
@FunctionalInterface
interface MonitorClock {
  Moment now();
}

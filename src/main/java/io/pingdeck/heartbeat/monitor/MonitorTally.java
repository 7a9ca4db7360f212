package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatRejection;
import io.pingdeck.packet.text.BeatFault;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts the outcome of every datagram: `datagrams = beats + sum of rejected`.
final class MonitorTally {
  private final long[] unreadable = new long[BeatFault.values().length];
  private final long[] rejected = new long[BeatRejection.values().length];
  private long datagrams;
  private long beats;
  private long pauses;
  private long lastPause;

  void datagram() {
    datagrams++;
  }

  void beat() {
    beats++;
  }

  void unreadable(BeatFault fault) {
    unreadable[fault.ordinal()]++;
  }

  void rejected(BeatRejection rejection) {
    rejected[rejection.ordinal()]++;
  }

  void paused(long nanos) {
    pauses++;
    lastPause = nanos;
  }

  long datagrams() {
    return datagrams;
  }

  long beats() {
    return beats;
  }

  long pauses() {
    return pauses;
  }

  long lastPauseNanos() {
    return lastPause;
  }

  /// Counts by reason, including those that are 0.
  Map<String, Long> rejected() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (BeatFault fault : BeatFault.values()) {
      all.put(fault.json(), unreadable[fault.ordinal()]);
    }
    for (BeatRejection rejection : BeatRejection.values()) {
      all.put(rejection.json(), rejected[rejection.ordinal()]);
    }
    return all;
  }
}

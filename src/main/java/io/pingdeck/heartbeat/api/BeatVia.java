package io.pingdeck.heartbeat.api;

/// How beats reach the monitor.
public enum BeatVia {
  UDP("udp"),
  HTTP("http");

  private final String json;

  BeatVia(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}

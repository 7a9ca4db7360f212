package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// Limits on the number of HTTP connections, and on how long each may wait for its client.
/// WebSockets do not count.
///
/// @param most total; beyond it, the connection that has waited longest is closed
/// @param perSource connections of one IPv4 address or IPv6 /64
/// @param firstRequest time until the head of the first request is complete
/// @param idle time between two requests
/// @param body time from a request's head to the end of its body
public record HttpConnectionLimits(
    int most, int perSource, Duration firstRequest, Duration idle, Duration body) {
  public static final HttpConnectionLimits DEFAULT =
      new HttpConnectionLimits(
          500, 250, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));

  public HttpConnectionLimits {
    requireNonNull(firstRequest, "firstRequest");
    requireNonNull(idle, "idle");
    requireNonNull(body, "body");
  }

  /// The same with a lower limit on connections.
  HttpConnectionLimits atMost(int connections) {
    return new HttpConnectionLimits(
        Math.min(most, connections), Math.min(perSource, connections), firstRequest, idle, body);
  }
}

package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How many HTTP connections there may be, and how long each may wait for its client. WebSockets do
/// not count.
///
/// @param most in all; where there are more, the one that has waited longest is closed
/// @param perSource of one IPv4 address or IPv6 /64
/// @param firstRequest until the head of the first request is complete
/// @param idle between two requests
/// @param body from a request's head to the end of its body
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

  /// The same with fewer connections.
  HttpConnectionLimits atMost(int connections) {
    return new HttpConnectionLimits(
        Math.min(most, connections), Math.min(perSource, connections), firstRequest, idle, body);
  }
}

package io.pingdeck.ping.policy;

import static java.util.Objects.requireNonNull;

import io.pingdeck.user.api.Caller;
import java.time.Duration;
import java.util.Locale;

/// Limits of what one remote user or token may run. Local callers have none.
///
/// @param pings pings and senders of heartbeats at once
/// @param packets packets per second to other hosts, of all its pings together
/// @param bits bits per second to other hosts, with IP headers
/// @param targetsPerHour different addresses and ports within an hour
/// @param maxDuration time after which a ping ends
public record UserLimits(
    int pings, int packets, long bits, int targetsPerHour, Duration maxDuration) {
  /// A tenth of what all users together may send by default.
  public static final UserLimits DEFAULT =
      new UserLimits(200, 10_000, 50_000_000, 100, Duration.ofDays(30));

  public UserLimits {
    requireNonNull(maxDuration, "maxDuration");
  }

  /// The caller in sentences: `olga`, `the token ci`.
  public static String nameOf(Caller caller) {
    return (caller.proof() == Caller.Proof.TOKEN ? "the token " : "") + caller.name();
  }

  /// Identity of the caller for these limits. Names of users are unique without regard to case.
  public static String keyOf(Caller caller) {
    return nameOf(caller).toLowerCase(Locale.ROOT);
  }
}

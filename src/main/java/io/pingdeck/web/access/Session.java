package io.pingdeck.web.access;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.User;

/// A login of a user in one browser. Times are of a monotonic clock.
final class Session {
  private final String hash;
  private final User user;
  private final long openedNanos;
  private long usedNanos;

  /// @param hash SHA-256 of its id
  /// @param user as it was at the login
  Session(String hash, User user, long now) {
    this.hash = hash;
    this.user = user;
    openedNanos = now;
    usedNanos = now;
  }

  String hash() {
    return hash;
  }

  User user() {
    return user;
  }

  Caller caller() {
    return new Caller(user.name(), user.role(), Caller.Proof.PASSWORD);
  }

  void use(long now) {
    usedNanos = now;
  }

  long ageNanos(long now) {
    return now - openedNanos;
  }

  long idleNanos(long now) {
    return now - usedNanos;
  }
}

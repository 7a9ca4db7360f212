package io.pingdeck.web.access;

/// A login in one browser. Times are of a monotonic clock.
final class Session {
  private final String hash;
  private final Holder holder;
  private final long openedNanos;
  private long usedNanos;

  /// @param hash SHA-256 of its id
  Session(String hash, Holder holder, long now) {
    this.hash = hash;
    this.holder = holder;
    openedNanos = now;
    usedNanos = now;
  }

  String hash() {
    return hash;
  }

  Holder holder() {
    return holder;
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

package io.pingdeck.ping.engine;

/// Detects reordered replies as defined by RFC 4737 section 3: a reply is reordered if its sequence
/// is below NextExp.
///
/// Invariant: `nextExpected` is one more than the highest sequence that has arrived; it never
/// decreases. The order 1, 2, 5, 3, 4 therefore has two reordered replies.
final class Reordering {
  private long nextExpected = 1;

  /// Records the first reply to a probe.
  ///
  /// @return whether it is reordered
  boolean arrived(long sequence) {
    if (sequence < nextExpected) {
      return true;
    }
    nextExpected = sequence + 1;
    return false;
  }
}

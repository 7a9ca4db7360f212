package io.pingdeck.ping.sample;

/// Receives the engine's results as primitives, so that a probe allocates nothing. Implemented by
/// [SampleBuffer] and by tests.
public interface SampleSink {
  /// Marks an absent time.
  long NO_TIME = -1;

  /// One probe reached an outcome, or its loss is corrected, see [Outcome#corrects(Outcome)].
  ///
  /// @param rttNanos the RTT if the outcome has one; if it came after the timeout and has none, how
  ///   long after its sending; otherwise [#NO_TIME]. An ICMP error has its time itself
  /// @param source null unless the outcome has an RTT
  /// @param hopLimit TTL of the reply, 0 if unknown
  /// @param errno for SEND_FAILED, and for RESET how the connection ended (ENODATA: closed in good
  ///   order), otherwise 0
  /// @param error for ICMP_ERROR, otherwise null
  /// @param answer null if there is nothing to tell of it
  void sample(
      long ping,
      long sequence,
      long sentEpochNanos,
      long lagNanos,
      Outcome outcome,
      long rttNanos,
      RttSource source,
      boolean untagged,
      int hopLimit,
      int errno,
      IcmpError error,
      Response answer);

  /// The same where there is nothing to tell of an answer.
  default void sample(
      long ping,
      long sequence,
      long sentEpochNanos,
      long lagNanos,
      Outcome outcome,
      long rttNanos,
      RttSource source,
      boolean untagged,
      int hopLimit,
      int errno,
      IcmpError error) {
    sample(
        ping,
        sequence,
        sentEpochNanos,
        lagNanos,
        outcome,
        rttNanos,
        source,
        untagged,
        hopLimit,
        errno,
        error,
        null);
  }
}

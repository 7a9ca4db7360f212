package io.pingdeck.ping.sample;

/// Receives the engine's results as primitives, so that a probe allocates nothing. Implemented by
/// [SampleBuffer] and by tests.
public interface SampleSink {
  /// Marks an absent time.
  long NO_TIME = -1;

  /// Reports that a probe reached an outcome or that its loss is corrected, see
  /// [Outcome#corrects(Outcome)].
  ///
  /// @param rttNanos the RTT if the outcome has one. For an outcome without an RTT after the
  ///   timeout, the time since the probe was sent. Otherwise [#NO_TIME]. An ICMP error contains its
  ///   own time
  /// @param source null unless the outcome has an RTT
  /// @param hopLimit TTL of the reply, 0 if unknown
  /// @param errno for SEND_FAILED the errno, for RESET how the connection ended (ENODATA: orderly
  ///   close), otherwise 0
  /// @param error for ICMP_ERROR, otherwise null
  /// @param answer null if there is no content to report
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

  /// Reports an outcome without the content of an answer.
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

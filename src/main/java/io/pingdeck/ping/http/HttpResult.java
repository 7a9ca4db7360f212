package io.pingdeck.ping.http;

import io.pingdeck.ping.sample.Answer;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;
import java.util.Optional;

/// What became of one HTTP request, before the engine judges it.
sealed interface HttpResult {
  /// A response, read to its end.
  ///
  /// @param source the clocks that its total is from
  /// @param location where a redirect leads
  record Answered(Answer.Http answer, RttSource source, Optional<String> location)
      implements HttpResult {}

  /// More than is read of one response.
  ///
  /// @param bound what there was too much of, in words
  record Flooded(String bound) implements HttpResult {}

  /// What came is no response, or ended too early.
  ///
  /// @param reason in words
  record Malformed(String reason) implements HttpResult {}

  record TlsFailed(Answer.Tls answer) implements HttpResult {}

  record Refused() implements HttpResult {}

  /// @param errno how the connection ended: ENODATA if in good order but without a byte of response
  record Reset(int errno) implements HttpResult {}

  /// @param receivedEpochNanos the kernel's stamp, 0 if there is none
  record Unreachable(IcmpError error, long receivedEpochNanos) implements HttpResult {}

  /// A mail server's session, as far as it came.
  ///
  /// @param source the clocks that the RTT is from
  /// @param rttNanos 0 if it is no reply
  record Smtp(Outcome outcome, Answer.Smtp answer, RttSource source, long rttNanos)
      implements HttpResult {}

  /// The system did not begin the connection.
  record NotSent(int errno) implements HttpResult {}

  /// Nothing, for as long as anybody would wait.
  record Silent() implements HttpResult {}
}

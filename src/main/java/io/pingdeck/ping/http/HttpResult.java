package io.pingdeck.ping.http;

import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import java.util.Optional;

/// The result of one HTTP request, before the engine judges it.
sealed interface HttpResult {
  /// A complete response.
  ///
  /// @param source clocks of its total time
  /// @param location target of a redirect
  record Answered(Response.Http answer, RttSource source, Optional<String> location)
      implements HttpResult {}

  /// A response that exceeds a limit.
  ///
  /// @param bound the exceeded limit, as text
  record Flooded(String bound) implements HttpResult {}

  /// A malformed or incomplete response.
  ///
  /// @param reason as text
  record Malformed(String reason) implements HttpResult {}

  record TlsFailed(Response.Tls answer) implements HttpResult {}

  record Refused() implements HttpResult {}

  /// @param errno how the connection ended: ENODATA for an orderly close without any byte of a
  ///   response
  record Reset(int errno) implements HttpResult {}

  /// @param receivedEpochNanos the kernel's timestamp, 0 if there is none
  record Unreachable(IcmpError error, long receivedEpochNanos) implements HttpResult {}

  /// The result of a mail server's session.
  ///
  /// @param source the clocks of the RTT
  /// @param rttNanos 0 if it is no reply
  record Smtp(Outcome outcome, Response.Smtp answer, RttSource source, long rttNanos)
      implements HttpResult {}

  /// The system could not start the connection.
  record NotSent(int errno) implements HttpResult {}

  /// No result within the timeout.
  record Silent() implements HttpResult {}
}

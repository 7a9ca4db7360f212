package io.pingdeck.ping;

import io.pingdeck.probe.Answer;
import java.util.Optional;

/// What became of one HTTP request, before the engine judges it.
sealed interface HttpResult {
  /// A response, read to its end.
  record Answered(Answer.Http answer) implements HttpResult {}

  /// A response that would not end.
  ///
  /// @param answer empty if not even its head came to an end
  record Flooded(Optional<Answer> answer) implements HttpResult {}

  record TlsFailed(Answer.Tls answer) implements HttpResult {}

  record Refused() implements HttpResult {}

  /// @param errno how the connection ended: ENODATA if in good order but too early
  record Reset(int errno) implements HttpResult {}

  /// The system did not begin the connection.
  record NotSent(int errno) implements HttpResult {}

  /// What came is not HTTP.
  record Garbled() implements HttpResult {}

  /// Nothing, for as long as anybody would wait.
  record Silent() implements HttpResult {}
}

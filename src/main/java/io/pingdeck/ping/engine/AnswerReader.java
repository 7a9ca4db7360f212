package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;

/// Decodes the content of an answer, once its ping is known.
@FunctionalInterface
public interface AnswerReader {
  /// @return null if the content is not reported. Content that differs from what was asked for
  ///   makes the answer unexpected.
  Response read(PingSpec spec);
}

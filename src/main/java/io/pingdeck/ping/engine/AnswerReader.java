package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;

/// Reads what an answer says besides its round trip, once it is known which ping it belongs to.
@FunctionalInterface
public interface AnswerReader {
  /// @return null if there is nothing to tell; another than asked for is unexpected
  Response read(PingSpec spec);
}

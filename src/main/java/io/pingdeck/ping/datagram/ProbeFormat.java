package io.pingdeck.ping.datagram;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.Arrival;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;

/// How the probes of one socket are encoded, and how answers are decoded. Works in place without
/// allocation. Messages start at index 0 of a slot; positions remain unchanged.
public interface ProbeFormat {
  /// What identifies a probe in an answer or in the quote of an ICMP error.
  enum Trace {
    /// Its token; read [#token()] and [#sequence()].
    TOKEN,
    /// No token, but the sequence number it was sent with: [#sequence()].
    SEQUENCE,
    /// Nothing trustworthy.
    NOTHING
  }

  /// Bytes of a message in addition to the requested payload.
  int headerBytes();

  /// Bytes of an answer to read, if the largest probe has `probeBytes`.
  int answerBytes(int probeBytes);

  /// Writes a probe.
  ///
  /// @param sequence at least 1
  /// @return length of the whole message; 0 if no identifier is free for another probe in flight
  int write(ByteBuffer message, PingSpec spec, long sequence, long epochMillis, long token);

  /// Reads a received message.
  ///
  /// @param length length of the answer; the message contains less of it if it exceeded its slot
  Trace readAnswer(ByteBuffer message, int length);

  /// Reports the last message as corrupt if it identifies no probe.
  default void corrupt(ProbeEngine engine, Arrival arrival) {
    engine.corruptReply(arrival);
  }

  /// Reads the part of one of our messages that an ICMP error quotes, up to the limit.
  Trace readQuote(ByteBuffer quoted);

  /// Further content of the last answer; null if there is none.
  ///
  /// @param spec spec of its ping
  Response answer(PingSpec spec);

  long token();

  long sequence();
}

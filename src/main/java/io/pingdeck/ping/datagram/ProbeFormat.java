package io.pingdeck.ping.datagram;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.Answer;
import java.nio.ByteBuffer;

/// How the probes of one socket are written, and what of them comes back. Everything happens in
/// place, without allocation; messages start at index 0 of a slot, positions are left alone.
interface ProbeFormat {
  /// What is left of a probe in an answer or in the quote of an ICMP error.
  enum Trace {
    /// Its token; [#token()] and [#sequence()] hold it.
    TOKEN,
    /// No token, but the sequence it was sent with: [#sequence()].
    SEQUENCE,
    /// Nothing that could be believed.
    NOTHING
  }

  /// What a message has besides the payload that was asked for.
  int headerBytes();

  /// How much of an answer is looked at, where the largest probe has this many bytes.
  int answerBytes(int probeBytes);

  /// Writes a probe.
  ///
  /// @param sequence at least 1
  /// @return the whole message's length; 0 if there is no room for another probe in flight
  int write(ByteBuffer message, PingSpec spec, long sequence, long epochMillis, long token);

  /// Reads what arrived.
  ///
  /// @param length of the answer; the message holds less of it if it was longer than its slot
  Trace readAnswer(ByteBuffer message, int length);

  /// Tells of what was read last and names no probe.
  default void corrupt(ProbeEngine engine, long fromHigh, long fromLow, int fromPort) {
    engine.corruptReply(fromHigh, fromLow, fromPort);
  }

  /// Reads what an ICMP error quotes of a message of ours: all up to the limit.
  Trace readQuote(ByteBuffer quoted);

  /// What the answer that was read last says besides; null if there is nothing to tell of it.
  ///
  /// @param spec of the ping that it belongs to
  Answer answer(PingSpec spec);

  long token();

  long sequence();
}

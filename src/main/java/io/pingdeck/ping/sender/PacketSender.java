package io.pingdeck.ping.sender;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeSender;
import java.io.IOException;

/// Turns the probes of one protocol into packets and back. Used by the I/O loop's thread alone.
public interface PacketSender extends ProbeSender, AutoCloseable {
  /// Makes ready for a ping, before its first probe; opens the socket it needs.
  ///
  /// @throws IOException if the system refuses; the message is a sentence for the person who asked
  void prepare(PingSpec spec, Endpoint address) throws IOException;

  /// Hands everything that has arrived to the engine.
  void receive();

  /// Sends what [#send] has gathered, and reports each probe's fate to the engine.
  void flush();

  /// What its sockets did since the last call; called about once a second.
  SocketStatus status(long elapsedNanos);

  @Override
  void close();
}

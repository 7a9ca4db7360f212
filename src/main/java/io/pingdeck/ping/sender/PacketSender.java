package io.pingdeck.ping.sender;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeSender;
import java.io.IOException;

/// Encodes the probes of one protocol as packets and decodes the answers. Confined to the I/O
/// loop's thread.
public interface PacketSender extends ProbeSender, AutoCloseable {
  /// Prepares for a ping, before its first probe; opens the socket it needs.
  ///
  /// @throws IOException if the system refuses; the message is a sentence for users
  void prepare(PingSpec spec, Endpoint address) throws IOException;

  /// Passes everything that has arrived to the engine.
  void receive();

  /// Sends the probes queued by [#send], and reports the result of each to the engine.
  void flush();

  /// Socket statistics since the last call; called about once per second.
  SocketStatus status(long elapsedNanos);

  @Override
  void close();
}

package io.pingdeck.echo.server;

import io.pingdeck.packet.Endpoint;

/// Receives each message of an echo server with its outcome. Called on the server's thread; must
/// not block.
public interface EchoLog {
  /// Receives nothing.
  EchoLog NONE =
      new EchoLog() {
        @Override
        public boolean takes() {
          return false;
        }

        @Override
        public void message(Endpoint from, String text, String became) {}
      };

  /// Whether to report the next message. Called before each message.
  boolean takes();

  /// @param text in the form of [io.pingdeck.packet.text.BannerText]
  /// @param became `answered`, or the reason why there was no reply
  void message(Endpoint from, String text, String became);
}

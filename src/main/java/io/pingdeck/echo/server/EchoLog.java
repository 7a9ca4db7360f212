package io.pingdeck.echo.server;

import io.pingdeck.packet.Endpoint;

/// Hears of each message that an echo server got, and what became of it. The server's own thread
/// calls it: it must not wait.
public interface EchoLog {
  /// Hears of none.
  EchoLog NONE =
      new EchoLog() {
        @Override
        public boolean takes() {
          return false;
        }

        @Override
        public void message(Endpoint from, String text, String became) {}
      };

  /// Asked before each message: whether it wants to hear of it.
  boolean takes();

  /// @param text as [io.pingdeck.packet.text.BannerText] writes it
  /// @param became `answered`, or why it was not
  void message(Endpoint from, String text, String became);
}

package io.pingdeck.ping.loop;

import java.io.IOException;

/// The system refused one of several pings that were to start together.
public final class PingRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int index;

  /// @param index of the ping among those that were to start, from 0
  /// @param cause whose message is a sentence for the person who asked
  PingRefusedException(int index, IOException cause) {
    super(cause.getMessage(), cause);
    this.index = index;
  }

  /// Which of the pings it was, from 0.
  public int index() {
    return index;
  }
}

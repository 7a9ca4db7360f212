package io.pingdeck.ping.loop;

import java.io.IOException;

/// The system refused one of several pings that were started together.
public final class PingRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int index;

  /// @param index index of the ping among those started, from 0
  /// @param cause its message is a sentence for users
  PingRefusedException(int index, IOException cause) {
    super(cause.getMessage(), cause);
    this.index = index;
  }

  /// Index of the refused ping, from 0.
  public int index() {
    return index;
  }
}

package io.pingdeck.web.live;

/// Where a live client's frames go: its WebSocket, or a test.
interface FrameSink {
  void send(String frame);

  /// Whether what was sent is not taken off fast enough; nothing more should be sent then.
  boolean isFull();

  /// @param code WebSocket close code (RFC 6455 section 7.4); 4000-4999 are ours
  void close(int code, String reason);
}

package io.pingdeck.web.live;

/// The destination of a live client's frames: its WebSocket, or a test.
interface FrameSink {
  void send(String frame);

  /// Whether the write queue is full; then nothing more should be sent.
  boolean isFull();

  /// @param code WebSocket close code (RFC 6455 section 7.4); 4000-4999 are application-defined
  void close(int code, String reason);
}

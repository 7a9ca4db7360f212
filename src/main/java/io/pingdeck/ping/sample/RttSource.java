package io.pingdeck.ping.sample;

/// The clocks of an RTT; both ends always come from the same clock.
public enum RttSource {
  /// Kernel timestamps at transmit and receive: no scheduler or JVM delay in the RTT.
  KERNEL("kernel"),
  /// Kernel timestamp at receive, and this process's reading of the same clock before the send.
  KERNEL_RECEIVE("kernelReceive"),
  /// This process's monotonic clock at both ends: includes wake-up and scheduling delay.
  PROCESS("process");

  private final String json;

  RttSource(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}

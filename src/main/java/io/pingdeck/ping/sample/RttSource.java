package io.pingdeck.ping.sample;

/// Which clocks an RTT was taken from; both ends always come from the same clock.
public enum RttSource {
  /// Kernel stamps at transmit and receive: no scheduler or JVM delay in the RTT.
  KERNEL("kernel"),
  /// Kernel stamp at receive, this process's reading of the same clock before the send.
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

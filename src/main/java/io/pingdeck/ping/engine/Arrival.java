package io.pingdeck.ping.engine;

/// Where and when a packet arrived. The driver fills one object anew for each packet, so that a
/// packet allocates nothing.
public final class Arrival {
  long high;
  long low;
  int port;
  long nanos;
  long epochNanos;
  int hopLimit;

  /// The source of a reply. For an ICMP error, the destination of the datagram that it is about.
  public Arrival peer(long addressHigh, long addressLow, int peerPort) {
    high = addressHigh;
    low = addressLow;
    port = peerPort;
    return this;
  }

  /// @param receivedEpochNanos the kernel's receive timestamp, 0 if there is none
  public Arrival at(long receivedNanos, long receivedEpochNanos) {
    nanos = receivedNanos;
    epochNanos = receivedEpochNanos;
    return this;
  }

  /// @param limit TTL or hop limit of the reply, 0 if unknown
  public Arrival hopLimit(int limit) {
    hopLimit = limit;
    return this;
  }
}

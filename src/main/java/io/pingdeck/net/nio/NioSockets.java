package io.pingdeck.net.nio;

import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Departure;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.SynTrap;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sockets on the JDK's `DatagramChannel` and `Selector`. They work on every platform and report
/// the least.
public final class NioSockets implements Sockets {
  private static final String NO_ICMP =
      "ICMP pings are not possible with the JDK's own channels, which know UDP and TCP only";
  private final List<String> missing;

  /// @param reason one sentence: why these sockets are used instead of the native ones, and the
  ///   remedy
  public NioSockets(String reason) {
    List<String> sentences = new ArrayList<>();
    sentences.add(reason);
    sentences.add(
        "ICMP errors stay unseen and a probe's TTL cannot be set: the JDK's channels offer"
            + " neither");
    sentences.add("RTTs are taken in this process, not from kernel stamps");
    sentences.add(NO_ICMP);
    missing = List.copyOf(sentences);
  }

  @Override
  public DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException {
    return new NioDatagramPort(bind, options);
  }

  @Override
  public DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException {
    throw new IOException(NO_ICMP + ": " + missing.getFirst());
  }

  @Override
  public DatagramPort icmpErrors(boolean ipv6) throws IOException {
    throw new IOException(noIcmpErrors());
  }

  @Override
  public SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException {
    throw new IOException(noIcmpErrors());
  }

  private String noIcmpErrors() {
    return "answering with ICMP errors is not possible with the JDK's own channels: "
        + missing.getFirst();
  }

  @Override
  public Poller poller() throws IOException {
    return new NioPoller();
  }

  @Override
  public Sockets leaving(Departure departure) throws IOException {
    if (departure.isUsual()) {
      return this;
    }
    throw new IOException(
        "a source, an interface and path MTU discovery cannot be chosen with the JDK's own"
            + " channels: "
            + missing.getFirst());
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities("portable", false, false, false, Optional.of(noIcmpErrors()), missing);
  }
}

package io.pingdeck.ping;

import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.LabText;
import io.pingdeck.probe.IcmpError;
import io.pingdeck.probe.NanoClock;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.ProbeEngine;
import java.io.IOException;
import java.nio.ByteBuffer;

/// UDP probes: one socket per address family carries every ping, and one system call a whole batch.
final class UdpSender implements PacketSender {
  private static final Endpoint ANY_IPV4 = Endpoint.ipv4(0, 0);
  private static final Endpoint ANY_IPV6 = new Endpoint(0, 0, 0, 0);

  private final Sockets sockets;
  private final Poller poller;
  private final ProbeEngine engine;
  private final NanoClock clock;
  private final EpochClock epochClock;
  private Family ipv4;
  private Family ipv6;

  UdpSender(
      Sockets sockets, Poller poller, ProbeEngine engine, NanoClock clock, EpochClock epochClock) {
    this.sockets = sockets;
    this.poller = poller;
    this.engine = engine;
    this.clock = clock;
    this.epochClock = epochClock;
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) throws IOException {
    if (address.isIpv4()) {
      if (ipv4 == null) {
        ipv4 = new Family(ANY_IPV4);
      }
      ipv4.makeRoom(spec.payloadBytes());
    } else {
      if (ipv6 == null) {
        ipv6 = new Family(ANY_IPV6);
      }
      ipv6.makeRoom(spec.payloadBytes());
    }
  }

  @Override
  public void send(long token, long sequence, PingSpec spec, Endpoint address) {
    (address.isIpv4() ? ipv4 : ipv6).gather(token, sequence, spec, address);
  }

  @Override
  public void receive() {
    if (ipv4 != null) {
      ipv4.receive();
    }
    if (ipv6 != null) {
      ipv6.receive();
    }
  }

  @Override
  public void flush() {
    if (ipv4 != null) {
      ipv4.flush();
    }
    if (ipv6 != null) {
      ipv6.flush();
    }
  }

  @Override
  public void close() {
    if (ipv4 != null) {
      ipv4.close();
    }
    if (ipv6 != null) {
      ipv6.close();
    }
  }

  /// The socket and batches of one address family.
  private final class Family implements ErrorSink {
    private static final int BATCH = 64;
    private static final int USUAL_BYTES = 2048;
    private static final int JUMBO_BYTES = 65_536;
    private static final int JUMBO_BATCH = 8;

    /// A reply's beginning is enough to match it, and small slots stay in the cache.
    private static final int REPLY_BYTES = 256;

    private final DatagramPort port;
    private final DatagramBatch in = new DatagramBatch(BATCH, REPLY_BYTES);
    private final LabText.Parser parser = new LabText.Parser();
    private DatagramBatch out = new DatagramBatch(BATCH, USUAL_BYTES);

    Family(Endpoint bind) throws IOException {
      port = sockets.udp(bind, DatagramOptions.PROBES);
      poller.register(port);
    }

    void makeRoom(int payloadBytes) {
      if (payloadBytes > out.slotBytes()) {
        flush();
        out = new DatagramBatch(JUMBO_BATCH, JUMBO_BYTES);
      }
    }

    void gather(long token, long sequence, PingSpec spec, Endpoint address) {
      if (out.isFull()) {
        flush();
      }
      int i = out.size();
      out.size(i + 1);
      int length =
          LabText.write(
              out.payload(i), sequence, epochMillis, token, spec.payloadBytes());
      out.length(i, length);
      out.address(i, address.high(), address.low(), address.port(), address.scope());
      out.hopLimit(i, spec.hopLimit().orElse(0));
      out.trafficClass(i, spec.trafficClass());
      out.tag(i, token);
    }

    void flush() {
      int size = out.size();
      if (size == 0) {
        return;
      }
      port.receiveErrors(this);
      long epochNanos = epochClock.epochNanos();
      long nanos = clock.nanoTime();
      for (int i = 0; i < size; i++) {
        engine.sent(out.tag(i), nanos, epochNanos);
      }
      port.send(out, 0, size);
      for (int i = 0; i < size; i++) {
        if (out.errno(i) != 0) {
          engine.sendFailed(out.tag(i), out.errno(i));
        }
      }
      out.clear();
    }
  }
}

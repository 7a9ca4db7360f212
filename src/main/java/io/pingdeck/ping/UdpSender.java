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
    private static final int JUMBO_BATCH = 8;
    private static final int JUMBO_BYTES = 65_536;

    /// A reply's beginning is enough to match it, and small slots stay in the cache.
    private static final int REPLY_BYTES = 256;

    private final DatagramPort port;
    private final DatagramBatch in = new DatagramBatch(BATCH, REPLY_BYTES);
    private final LabText.Parser parser = new LabText.Parser();
    private DatagramBatch out = new DatagramBatch(BATCH, USUAL_BYTES);
    private long errorNanos;
    private long batchEpochMillis;

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
      if (out.size() == 0) {
        batchEpochMillis = epochClock.epochNanos() / 1_000_000;
      }
      int i = out.size();
      out.size(i + 1);
      LabText.write(out.payload(i), spec.payloadBytes(), sequence, batchEpochMillis, token);
      out.length(i, spec.payloadBytes());
      out.address(i, address.high(), address.low(), address.port(), address.scope());
      out.local(i, 0, 0);
      out.hopLimit(i, spec.hopLimit().orElse(0));
      out.trafficClass(i, spec.trafficClass());
      out.tag(i, token);
    }

    void flush() {
      int size = out.size();
      if (size == 0) {
        return;
      }
      receiveErrors(); // an error that waits would swallow the first send
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

    /// Errors and transmit stamps first: a reply's RTT needs its probe's transmit stamp.
    void receive() {
      receiveErrors();
      while (port.receive(in) > 0) {
        long nanos = clock.nanoTime();
        for (int i = 0; i < in.size(); i++) {
          report(i, nanos);
        }
        if (!in.isFull()) {
          return;
        }
        receiveErrors();
      }
    }

    private void report(int i, long nanos) {
      long high = in.addressHigh(i);
      long low = in.addressLow(i);
      int from = in.port(i);
      long stamp = in.stampEpochNanos(i);
      int hopLimit = in.hopLimit(i);
      switch (parser.parse(in.payload(i), Math.min(in.length(i), in.slotBytes()))) {
        case TAGGED ->
            engine.reply(
                parser.token(), parser.sequence(), high, low, from, nanos, stamp, hopLimit);
        case UNTAGGED ->
            engine.untaggedReply(parser.sequence(), high, low, from, nanos, stamp, hopLimit);
        case DAMAGED, FOREIGN -> engine.corruptReply(high, low, from);
      }
    }

    private void receiveErrors() {
      errorNanos = clock.nanoTime();
      port.receiveErrors(this);
    }

    @Override
    public void icmpError(
        boolean isIpv6,
        int type,
        int code,
        long info,
        long fromHigh,
        long fromLow,
        long toHigh,
        long toLow,
        int toPort,
        ByteBuffer quoted,
        long stampEpochNanos) {
      IcmpError error = new IcmpError(type, code, new Endpoint(fromHigh, fromLow, 0, 0), info);
      if (parser.parse(quoted, quoted.limit()) == LabText.Kind.TAGGED) {
        engine.icmpError(parser.token(), error, errorNanos);
      } else {
        engine.icmpErrorWithoutQuote(toHigh, toLow, toPort, error, errorNanos);
      }
    }

    @Override
    public void transmitted(long tag, long stampEpochNanos) {
      engine.transmitted(tag, stampEpochNanos);
    }

    void close() {
      poller.deregister(port);
      port.close();
    }
  }
}

package io.pingdeck.ping.loop;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Poller;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorMessage;
import io.pingdeck.packet.icmp.IcmpErrorParser;
import io.pingdeck.packet.icmp.QuotedDatagram;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.tcp.TcpSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads the ICMP errors that the system reports to no other socket. Errors about one of our TCP
/// connections conclude its probes. Errors without a usable quote are reported to the listener if a
/// ping goes to their sender.
///
/// Anyone can send such errors at any rate, so only a limited number per second is processed, and
/// fewer are reported. The excess is dropped, as by a full socket buffer. Without permission to
/// read them there are none; the system's capabilities report this.
final class UnclaimedErrors implements AutoCloseable {
  static final int MOST_TOLD_PER_SECOND = 20;

  private static final int MOST_READ_PER_SECOND = 1000;
  private static final int BATCH = 16;
  private static final int SLOT_BYTES = 1536; // an error fits in an Ethernet packet
  private static final int ICMP_HEADER = 8;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Poller poller;
  private final ProbeFaults faults;
  private final ProbeEngine engine;
  private final TcpSender tcp;
  private final NanoClock clock;
  private final EpochClock epochClock;
  private final Consumer<BareIcmpError> listener;
  private final List<DatagramPort> ports = new ArrayList<>();
  private final DatagramBatch in = new DatagramBatch(BATCH, SLOT_BYTES);
  private long readNanos;
  private long second;
  private int read;
  private int told;

  UnclaimedErrors(LoopParts loop, TcpSender tcp, Consumer<BareIcmpError> listener) {
    poller = loop.poller();
    engine = loop.engine();
    clock = loop.clock();
    epochClock = loop.epochClock();
    faults = new ProbeFaults(engine, clock);
    this.tcp = tcp;
    this.listener = listener;
    readNanos = clock.nanoTime() - PAUSE_NANOS;
    second = readNanos;
    for (boolean ipv6 : new boolean[] {false, true}) {
      try {
        DatagramPort port = loop.sockets().unclaimedIcmpErrors(ipv6);
        poller.register(port);
        ports.add(port);
      } catch (IOException notHere) {
        // The system's capabilities report the reason.
      }
    }
  }

  /// Reads what has arrived. Called in every turn, but rate-limited: a flood has too many turns for
  /// two more system calls in each.
  void receive() {
    if (!ports.isEmpty() && clock.nanoTime() - readNanos >= PAUSE_NANOS) {
      receiveNow();
    }
  }

  void receiveNow() {
    readNanos = clock.nanoTime();
    if (readNanos - second >= SECOND_NANOS) {
      second = readNanos;
      read = 0;
      told = 0;
    }
    for (DatagramPort port : ports) {
      port.receive(in);
      for (int i = 0; i < in.size(); i++) {
        if (in.length(i) >= ICMP_HEADER
            && in.length(i) <= SLOT_BYTES
            && ++read <= MOST_READ_PER_SECOND) {
          tryToLook(i, !port.local().isIpv4());
        }
      }
    }
  }

  private void tryToLook(int i, boolean ipv6) {
    try {
      look(i, ipv6);
    } catch (RuntimeException | Error e) {
      faults.thrown(e);
    }
  }

  private void look(int i, boolean ipv6) {
    ByteBuffer message = in.payload(i).duplicate().position(0).limit(in.length(i));
    Endpoint from = new Endpoint(in.addressHigh(i), in.addressLow(i), 0, in.scope(i));
    switch (IcmpErrorParser.parse(message, ipv6)) {
      case IcmpErrorMessage.Error error -> look(i, from, error);
      case IcmpErrorMessage.Rejected(IcmpErrorMessage.Reason reason) -> {
        switch (reason) {
          case TOO_SHORT, BAD_HEADER ->
              bare(i, Byte.toUnsignedInt(message.get(0)), Byte.toUnsignedInt(message.get(1)), from);
          case BAD_CHECKSUM, NOT_AN_ERROR -> {} // ignored
        }
      }
    }
  }

  private void look(int i, Endpoint from, IcmpErrorMessage.Error error) {
    QuotedDatagram quoted = error.datagram();
    if (quoted.isTruncated()) {
      bare(i, error.type(), error.code(), from);
      return;
    }
    switch (quoted.protocol()) {
      case QuotedDatagram.TCP -> {
        IcmpError about = new IcmpError(error.type(), error.code(), from, 0, error.mplsLabels());
        tcp.icmpError(
            quoted.source(), quoted.destination(), about, readNanos, in.stampEpochNanos(i));
      }
      // The socket that sent the datagram reports the error.
      case QuotedDatagram.UDP, QuotedDatagram.ICMP, QuotedDatagram.ICMPV6 -> {}
      default -> bare(i, error.type(), error.code(), from);
    }
  }

  private void bare(int i, int type, int code, Endpoint from) {
    if (engine.bareError(from.high(), from.low()) && ++told <= MOST_TOLD_PER_SECOND) {
      long stamp = in.stampEpochNanos(i);
      long at = stamp == 0 ? epochClock.epochNanos(readNanos) : stamp;
      listener.accept(new BareIcmpError(at, type, code, from));
    }
  }

  @Override
  public void close() {
    for (DatagramPort port : ports) {
      poller.deregister(port);
      port.close();
    }
  }
}

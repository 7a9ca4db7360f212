package io.pingdeck.net.linux;

import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.QueuedError;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Tests on the loopback interface what the kernel really supports. Some sandboxes accept a socket
/// option and then ignore it.
final class LinuxProbe {
  // The kernel starts to timestamp with a delay after the first socket requests it.
  private static final int ROUNDS = 200;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private final LinuxSockets sockets;
  private boolean received;
  private boolean receiveStamp;
  private boolean transmitStamp;
  private boolean icmpError;

  LinuxProbe(LinuxSockets sockets) {
    this.sockets = sockets;
  }

  /// @throws IOException if not even a datagram to ourselves arrives
  Capabilities capabilities() throws IOException {
    tryLoopback();
    if (!received) {
      throw new IOException("native sockets were tried, and a datagram to 127.0.0.1 got lost");
    }
    List<String> missing = new ArrayList<>();
    if (!icmpError) {
      missing.add("ICMP errors stay unseen: the kernel does not queue them (IP_RECVERR)");
    }
    boolean stamps = receiveStamp && transmitStamp;
    if (!stamps) {
      missing.add("RTTs are taken in this process: the kernel gives no stamps (SO_TIMESTAMPING)");
    }
    boolean icmp = tryIcmp(missing);
    tryUnclaimedErrors(missing);
    return new Capabilities("native", icmpError, stamps, icmp, tryIcmpAnswers(), missing);
  }

  private void tryLoopback() throws IOException {
    Endpoint loopback = Endpoint.of(InetAddress.ofLiteral("127.0.0.1"), 0);
    DatagramBatch batch = new DatagramBatch(2, 8);
    try (Poller poller = sockets.poller();
        DatagramPort port = sockets.udp(loopback, DatagramOptions.PROBES)) {
      Endpoint closed = closedPort(loopback);
      poller.register(port);
      for (int i = 0; i < ROUNDS && !(receiveStamp && transmitStamp && icmpError); i++) {
        poller.await(i == 0 ? 0 : ROUND_NANOS);
        send(port, batch, port.local(), closed);
        if (port.receive(batch) > 0) { // on loopback, it has arrived when send returns
          received = true;
          receiveStamp = batch.stampEpochNanos(0) != 0;
        }
        port.receiveErrors(new Seen());
      }
    }
  }

  private Endpoint closedPort(Endpoint loopback) throws IOException {
    try (DatagramPort closed = sockets.udp(loopback, DatagramOptions.ECHO)) {
      return closed.local();
    }
  }

  private static void send(DatagramPort port, DatagramBatch batch, Endpoint... to) {
    for (int i = 0; i < to.length; i++) {
      batch.length(i, 0);
      batch.address(i, to[i].high(), to[i].low(), to[i].port(), 0);
      batch.local(i, 0, 0);
      batch.hopLimit(i, 0);
    }
    port.send(batch, 0, to.length);
  }

  /// Adds one sentence even if both families fail, because the reason is usually the same.
  private boolean tryIcmp(List<String> missing) {
    List<String> refusals = new ArrayList<>();
    for (boolean ipv6 : new boolean[] {false, true}) {
      try {
        sockets.icmp(ipv6, DatagramOptions.PROBES).close();
      } catch (IOException e) {
        refusals.add(e.getMessage());
      }
    }
    refusals.stream().findFirst().ifPresent(missing::add);
    return refusals.size() < 2;
  }

  private void tryUnclaimedErrors(List<String> missing) {
    try {
      sockets.unclaimedIcmpErrors(false).close();
    } catch (IOException e) {
      missing.add(e.getMessage());
    }
  }

  /// Tests IPv4 only: both families need the same permission.
  private Optional<String> tryIcmpAnswers() {
    try {
      sockets.icmpErrors(false).close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private final class Seen implements ErrorSink {
    @Override
    public void icmpError(QueuedError queued) {
      icmpError = true;
    }

    @Override
    public void transmitted(long tag, long stampEpochNanos) {
      transmitStamp = true;
    }
  }
}

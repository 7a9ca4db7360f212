package io.pingdeck.ping.loop;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeSender;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.sender.SocketStatus;
import io.pingdeck.ping.target.Protocol;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/// Combines the senders of all protocols. An exception of one is logged and ends the probe
/// concerned; the others are still called.
final class ProbeSenders implements ProbeSender, AutoCloseable {
  private final PacketSender[] ofProtocol; // by ordinal, for a fast lookup per probe
  private final PacketSender[] all; // each sender once
  private final ProbeFaults faults;
  private int sent;
  private long heardNanos; // earlier arrivals on datagram sockets were read

  ProbeSenders(Map<Protocol, PacketSender> byProtocol, ProbeFaults faults) {
    all = byProtocol.values().stream().distinct().toArray(PacketSender[]::new);
    ofProtocol = Arrays.stream(Protocol.values()).map(byProtocol::get).toArray(PacketSender[]::new);
    this.faults = faults;
  }

  /// See [PacketSender#prepare(PingSpec, Endpoint)].
  void prepare(PingSpec spec, Endpoint address) throws IOException {
    PacketSender sender = of(spec);
    if (sender == null) {
      throw new IOException(
          spec.target().protocol().scheme() + " pings are not available on this machine");
    }
    sender.prepare(spec, address);
  }

  /// @return null if there is none
  private PacketSender of(PingSpec spec) {
    Protocol protocol = spec.target().protocol();
    if (spec.startsTls()) {
      protocol = Protocol.HTTPS; // its thread does the TLS computations
    } else if (spec.target().isDnsOverTcp()) {
      protocol = Protocol.TCP;
    }
    return ofProtocol[protocol.ordinal()];
  }

  /// Number of probes sent since the last call.
  int takeSent() {
    int taken = sent;
    sent = 0;
    return taken;
  }

  @Override
  public void send(long token, long sequence, PingSpec spec, Endpoint address) {
    sent++;
    try {
      of(spec).send(token, sequence, spec, address);
    } catch (RuntimeException | Error e) {
      faults.ends(token, e);
    }
  }

  @Override
  public boolean hasHeard(PingSpec spec, long deadlineNanos) {
    try {
      return heardNanos - deadlineNanos >= 0 && of(spec).hasHeard(spec, deadlineNanos);
    } catch (RuntimeException | Error e) {
      faults.thrown(e);
      return true;
    }
  }

  @Override
  public Response unfinished(long token, PingSpec spec) {
    try {
      return of(spec).unfinished(token, spec);
    } catch (RuntimeException | Error e) {
      faults.ends(token, e);
      return null;
    }
  }

  /// @param nanos the current time of the monotonic clock
  void receive(long nanos) {
    heardNanos = nanos;
    for (PacketSender sender : all) {
      try {
        sender.receive();
      } catch (RuntimeException | Error e) {
        faults.thrown(e);
      }
    }
  }

  void flush() {
    for (PacketSender sender : all) {
      try {
        sender.flush();
      } catch (RuntimeException | Error e) {
        faults.thrown(e);
      }
    }
  }

  /// See [PacketSender#status(long)]; adds up all senders.
  SocketStatus status(long elapsedNanos, SocketStatus status) {
    SocketStatus sum = status;
    for (PacketSender sender : all) {
      sum = sum.and(sender.status(elapsedNanos));
    }
    return sum;
  }

  @Override
  public void close() {
    for (PacketSender sender : all) {
      sender.close();
    }
  }
}

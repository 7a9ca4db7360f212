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

/// The senders of all protocols as one. Whatever one of them throws is logged and ends the probe it
/// was about; the others are called all the same.
final class ProbeSenders implements ProbeSender, AutoCloseable {
  private final PacketSender[] ofProtocol; // by ordinal: it is looked up for each probe
  private final PacketSender[] all; // the same, each once
  private final ProbeFaults faults;
  private int sent;
  private long heardNanos; // what arrived on datagram sockets before this was read

  ProbeSenders(Map<Protocol, PacketSender> byProtocol, ProbeFaults faults) {
    all = byProtocol.values().stream().distinct().toArray(PacketSender[]::new);
    ofProtocol = Arrays.stream(Protocol.values()).map(byProtocol::get).toArray(PacketSender[]::new);
    this.faults = faults;
  }

  /// As of [PacketSender#prepare(PingSpec, Endpoint)].
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
      protocol = Protocol.HTTPS; // whose thread does what TLS has to compute
    } else if (spec.target().isDnsOverTcp()) {
      protocol = Protocol.TCP;
    }
    return ofProtocol[protocol.ordinal()];
  }

  /// How many probes were sent since the last call.
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

  /// @param nanos now, by the monotonic clock
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

  /// As of [PacketSender#status(long)], with those of all.
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

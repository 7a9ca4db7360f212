package io.pingdeck.echo.server;

import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.Streams;
import io.pingdeck.net.SynTrap;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// Real sockets with injected faults.
///
/// @param real opens the real sockets
/// @param received receives each received batch, and may modify it
/// @param refused the errno for a slot that must not be sent, 0 to send it
record FaultySockets(Sockets real, Consumer<DatagramBatch> received, ToIntFunction<byte[]> refused)
    implements Sockets {
  static final long KERNEL_DROPS = 7;

  @Override
  public DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException {
    return new Port(real.udp(bind, options), this);
  }

  @Override
  public DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException {
    return real.icmp(ipv6, options);
  }

  @Override
  public DatagramPort icmpErrors(boolean ipv6) throws IOException {
    return real.icmpErrors(ipv6);
  }

  @Override
  public SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException {
    return real.trapSyns(listener, share, salt);
  }

  @Override
  public Poller poller() throws IOException {
    return new Unwrapping(real.poller());
  }

  @Override
  public Capabilities capabilities() {
    return real.capabilities();
  }

  private record Port(DatagramPort real, FaultySockets faults) implements DatagramPort {
    @Override
    public void send(DatagramBatch batch, int from, int to) {
      for (int i = from; i < to; i++) {
        byte[] payload = new byte[batch.length(i)];
        batch.payload(i).get(0, payload);
        int errno = faults.refused().applyAsInt(payload);
        if (errno == 0) {
          real.send(batch, i, i + 1);
        } else {
          batch.errno(i, errno);
        }
      }
    }

    @Override
    public int receive(DatagramBatch batch) {
      int size = real.receive(batch);
      faults.received().accept(batch);
      return size;
    }

    @Override
    public int receiveErrors(ErrorSink sink) {
      return real.receiveErrors(sink);
    }

    @Override
    public void transmitStamps(boolean wanted) {
      real.transmitStamps(wanted);
    }

    @Override
    public void tellHeaders(boolean wanted) {
      real.tellHeaders(wanted);
    }

    @Override
    public long kernelDrops() {
      return KERNEL_DROPS;
    }

    @Override
    public Endpoint local() {
      return real.local();
    }

    @Override
    public int icmpId() {
      return real.icmpId();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record Unwrapping(Poller real) implements Poller {
    @Override
    public long heardNanos() {
      return real.heardNanos();
    }

    @Override
    public Streams streams() {
      return real.streams();
    }

    @Override
    public void register(DatagramPort port) {
      real.register(((Port) port).real());
    }

    @Override
    public void deregister(DatagramPort port) {
      real.deregister(((Port) port).real());
    }

    @Override
    public void await(long nanos) {
      real.await(nanos);
    }

    @Override
    public void wakeup() {
      real.wakeup();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}

package io.pingdeck.ping.http;

import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.log.RareLog;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.StreamPort;
import io.pingdeck.net.Streams;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sender.ArrivalClock;
import io.pingdeck.ping.sender.ReadTurns;
import io.pingdeck.ping.tcp.TcpWire;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One exchange on a connection of its own, from the SYN on. It has exactly one result, whatever is
/// thrown. Confined to the thread of its [HttpLoop].
abstract class Exchange implements Runnable, ErrorSink {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /// State shared by all exchanges of one thread.
  static final class Surroundings {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Streams streams;
    final ArrivalClock clock = ArrivalClock.system();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final RareLog faults = new RareLog(LOG, NanoClock.SYSTEM);
    final ReadTurns turns;

    Surroundings(Poller poller) {
      streams = poller.streams();
      turns = new ReadTurns(poller);
    }

    /// Logs an exception that is not an outcome of a probe.
    void broke(Throwable cause) {
      faults.fault("a bug in Pingdeck ended a probe", cause);
    }
  }

  /// The requester of an exchange.
  ///
  /// @param patienceNanos timeout
  /// @param isWanted whether the result is still needed
  /// @param onBegun runs with the time of the SYN, before the result does
  /// @param onUnfinished receives a description of the answer in case it makes no further progress;
  ///   null while no part of it has arrived
  /// @param onResult runs once, on the loop's thread
  record Asker(
      long patienceNanos,
      BooleanSupplier isWanted,
      LongConsumer onBegun,
      Consumer<Supplier<Response>> onUnfinished,
      Consumer<HttpResult> onResult) {}

  private final Surroundings loop;
  private final Optional<TlsClient> tls;
  private final Asker asker;
  private boolean ipv6;
  private StreamPort port;
  private HttpWire wire; // null until the TCP handshake completes
  private int failure; // of sending: data received before it still counts
  private boolean over;

  Exchange(Surroundings loop, Optional<TlsClient> tls, Asker asker) {
    this.loop = loop;
    this.tls = tls;
    this.asker = asker;
  }

  /// The SYN was requested.
  abstract void begun(StreamPort port);

  /// The TCP handshake completed.
  ///
  /// @return the wire for the first byte
  abstract HttpWire connected(StreamPort port) throws SSLException;

  /// The connection may be readable or writable.
  abstract void goOn() throws SSLException;

  /// Reads received bytes.
  ///
  /// @return whether to receive more
  abstract boolean read(ByteBuffer bytes) throws SSLException;

  /// All received bytes were read: report the progress of the answer, see [Asker].
  ///
  /// @param held as in [HttpWire#heldBytes()]
  abstract void tellHowFar(int held);

  /// The server closed its side.
  ///
  /// @param orderly as in [HttpWire#endedOrderly()]
  abstract void ended(boolean orderly);

  /// @param hopLimit as in [Streams#connect]
  /// @param trafficClass as in [Streams#connect]
  final void start(Endpoint address, int hopLimit, int trafficClass) {
    ipv6 = !address.isIpv4();
    try {
      port = loop.streams.connect(address, hopLimit, trafficClass, this);
      begun(port);
      asker.onBegun().accept(port.begunNanos());
    } catch (RuntimeException | Error e) {
      broke(e);
    }
    run(); // connect() may already have failed
  }

  final boolean isOver() {
    return over;
  }

  /// Ends the exchange after its timeout, or if its result is no longer needed.
  final void giveUpIfSilent(long now) {
    guarded(() -> {
      if (!over
          && (now - port.begunNanos() > asker.patienceNanos()
              || !asker.isWanted().getAsBoolean())) {
        finish(new HttpResult.Silent());
      }
    });
  }

  @Override
  public final void run() {
    try {
      if (!over && (wire != null || connect())) {
        goOn();
      }
    } catch (SSLException e) {
      finish(new HttpResult.TlsFailed(tls.orElseThrow().failed(Optional.of(e))));
    } catch (RuntimeException | Error e) {
      broke(e);
    }
  }

  private void broke(Throwable cause) {
    loop.broke(cause);
    abandon();
  }

  /// @return whether the connection is established
  private boolean connect() throws SSLException {
    int result = port.finishConnect();
    if (result != 0 && port.receiveErrors(this) > 0 || result == -Errno.EINPROGRESS) {
      return false;
    }
    if (result != 0 && !StreamPort.wasMade(result)) {
      finish(notConnected(-result));
      return false;
    }
    failure = -result;
    wire = connected(port);
    return true;
  }

  private static HttpResult notConnected(int errno) {
    return switch (errno) {
      case Errno.ECONNREFUSED -> new HttpResult.Refused();
      case Errno.ETIMEDOUT -> new HttpResult.Silent();
      default -> new HttpResult.NotSent(errno);
    };
  }

  /// Switches to TLS with the next byte.
  final void secure() throws SSLException {
    wire = tls.orElseThrow().wire(port);
  }

  /// Continues the TLS handshake, if there is one.
  ///
  /// @return whether it is complete
  final boolean handshake() throws SSLException {
    int result = wire.handshake();
    if (result == HttpWire.MORE) {
      loop.turns.leave(this);
    } else if (result == -Errno.ENODATA && wire instanceof TlsWire secure && secure.heard()) {
      finish(new HttpResult.TlsFailed(tls.orElseThrow().failed(Optional.empty())));
    } else if (result != 0 && result != -Errno.EAGAIN) {
      connectionFailed(-result);
    }
    if (!over && result != 0 && wire instanceof TlsWire secure && secure.heard()) {
      Response.Tls handshake = tls.orElseThrow().unfinished();
      unfinished(() -> handshake);
    }
    return result == 0;
  }

  /// Sends as many bytes as the socket accepts.
  final void send(ByteBuffer bytes) throws SSLException {
    if (failure == 0 && bytes.hasRemaining()) {
      int result = wire.send(bytes);
      failure = result < 0 && result != -Errno.EAGAIN ? -result : 0;
    }
  }

  /// @param told as in [Asker]
  final void unfinished(Supplier<Response> told) {
    asker.onUnfinished().accept(told);
  }

  final boolean canSend() {
    return failure == 0;
  }

  /// Receives until [#read(ByteBuffer)] needs no more, nothing is left, or the turn's quota is used
  /// up.
  final void receive() throws SSLException {
    int room = ReadTurns.MOST_BYTES;
    boolean more = true;
    while (more && !over) {
      ByteBuffer bytes = loop.buffer.clear();
      int result = room > 0 ? wire.receive(bytes) : HttpWire.MORE;
      if (result > 0) {
        room -= result;
        more = read(bytes.flip());
      } else if (result == HttpWire.MORE) {
        loop.turns.leave(this);
        tellHowFar(wire.heldBytes());
        more = false;
      } else if (result == 0) {
        ended(wire.endedOrderly());
        more = false;
      } else if (failure != 0) {
        connectionFailed(failure);
      } else if (result == -Errno.EAGAIN) {
        tellHowFar(wire.heldBytes());
        more = false;
      } else {
        connectionFailed(-result);
      }
    }
  }

  /// Whether more was received than was read.
  final boolean hasMore() throws SSLException {
    return wire.receive(loop.buffer.clear()) > 0;
  }

  private void connectionFailed(int errno) {
    if (port.receiveErrors(this) == 0) {
      IcmpError error = TcpWire.icmpErrorOf(errno, ipv6);
      if (error != null) {
        finish(new HttpResult.Unreachable(error, 0));
      } else {
        finish(
            errno == Errno.ETIMEDOUT
                ? new HttpResult.Silent()
                : new HttpResult.Reset(errno == Errno.EPIPE ? Errno.ECONNRESET : errno));
      }
    }
  }

  final void finish(HttpResult result) {
    if (over) {
      return;
    }
    over = true;
    HttpResult[] told = {result};
    if (wire != null) {
      guarded(() -> {
        told[0] = isFault(result) && port.isItsOwnPeer() ? new HttpResult.Refused() : result;
        wire.end();
      });
    }
    if (port != null) {
      guarded(port::close);
    }
    guarded(() -> asker.onResult().accept(told[0]));
  }

  /// Exceptions of one exchange must not end the thread, which serves others too.
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      loop.broke(e);
    }
  }

  /// A socket connected to itself, because nothing listens there, reads its own request. It cannot
  /// be detected before that is read.
  private static boolean isFault(HttpResult result) {
    return switch (result) {
      case HttpResult.Malformed _, HttpResult.TlsFailed _ -> true;
      default -> false;
    };
  }

  /// Ends the exchange because its thread ends.
  final void abandon() {
    finish(new HttpResult.NotSent(Errno.EIO));
  }

  @Override
  public final void icmpError(QueuedError queued) {
    finish(new HttpResult.Unreachable(TcpWire.icmpError(queued), queued.stampEpochNanos));
  }

  @Override
  public final void transmitted(long tag, long stampEpochNanos) {
    // Timestamps are not enabled for a TCP connection.
  }
}

package io.pingdeck.ping;

import io.pingdeck.net.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.StreamPort;
import io.pingdeck.net.Streams;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.HttpDate;
import io.pingdeck.packet.HttpPlace;
import io.pingdeck.packet.HttpReading;
import io.pingdeck.packet.HttpResponseReader;
import io.pingdeck.probe.Answer;
import io.pingdeck.probe.HttpDetails;
import io.pingdeck.probe.HttpMethod;
import io.pingdeck.probe.IcmpError;
import io.pingdeck.probe.NanoClock;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on a connection of its own, from the SYN to the last byte of the response. It has
/// exactly one result, whatever is thrown on the way. Lives on the thread of its [HttpLoop].
final class HttpExchange implements Runnable, ErrorSink {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

  /// What all exchanges of one thread share.
  static final class Surroundings {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Streams streams;
    private final HttpClock clock = HttpClock.system();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final RareLog faults = new RareLog(LOG, NanoClock.SYSTEM);

    Surroundings(Streams streams) {
      this.streams = streams;
    }

    /// Something was thrown that is no outcome of a probe.
    void broke(Throwable cause) {
      faults.fault("a fault of this program ended an HTTP probe, which failed here", cause);
    }
  }

  private final Surroundings loop;
  private final LongConsumer onBegun;
  private final Consumer<Supplier<Answer>> onUnfinished;
  private final Consumer<HttpResult> onResult;
  private final HttpTimes times;
  private final HttpResponseReader reader;
  private final ByteBuffer request;
  private final Optional<TlsClient> tls;
  private final long patienceNanos;
  private final BooleanSupplier isWanted;
  private boolean ipv6;
  private StreamPort port;
  private HttpWire wire; // null until the TCP handshake is done
  private ByteBuffer unsent; // null until the TLS handshake is done
  private int failure; // of sending: what has arrived before it still counts
  private boolean over;

  /// @param body gets the response's body in pieces
  /// @param patienceNanos after which nothing is waited for any more
  /// @param isWanted whether anybody waits for the result still
  /// @param onBegun runs with the time of the SYN, before the result does
  /// @param onUnfinished hears what there is to say of the answer should it come no further; null
  ///   while nothing of it has come
  /// @param onResult runs once, on the loop's thread
  HttpExchange(
      Surroundings loop,
      HttpRequest request,
      Optional<TlsClient> tls,
      Consumer<ByteBuffer> body,
      long patienceNanos,
      BooleanSupplier isWanted,
      LongConsumer onBegun,
      Consumer<Supplier<Answer>> onUnfinished,
      Consumer<HttpResult> onResult) {
    this.loop = loop;
    this.request = request.bytes(); // before the clock starts
    this.tls = tls;
    this.patienceNanos = patienceNanos;
    this.isWanted = isWanted;
    this.onBegun = onBegun;
    this.onUnfinished = onUnfinished;
    this.onResult = onResult;
    times = new HttpTimes(loop.clock);
    reader = new HttpResponseReader(request.method() == HttpMethod.HEAD, body);
  }

  /// @param hopLimit as of [Streams#connect]
  /// @param trafficClass as of [Streams#connect]
  void start(Endpoint address, int hopLimit, int trafficClass) {
    ipv6 = !address.isIpv4();
    port = loop.streams.connect(address, hopLimit, trafficClass, this);
    times.begun(port.begunNanos());
    port.stampArrivals();
    onBegun.accept(port.begunNanos());
    run(); // what the system refuses is news at once
  }

  boolean isOver() {
    return over;
  }

  /// Ends it if nobody waits any more.
  void giveUpIfSilent(long now) {
    if (!over && (now - port.begunNanos() > patienceNanos || !isWanted.getAsBoolean())) {
      finish(new HttpResult.Silent());
    }
  }

  @Override
  public void run() {
    try {
      advance();
    } catch (SSLException e) {
      finish(new HttpResult.TlsFailed(tls.orElseThrow().failed(Optional.of(e))));
    } catch (RuntimeException | Error e) {
      loop.broke(e);
      finish(new HttpResult.NotSent(Errno.EIO));
    }
  }

  private void advance() throws SSLException {
    if (over || wire == null && !finishHandshake()) {
      return;
    }
    if (unsent == null && !finishTls()) {
      return;
    }
    send();
    receive();
  }

  /// @return whether the connection stands
  private boolean finishHandshake() throws SSLException {
    int result = port.finishConnect();
    if (result != 0 && port.receiveErrors(this) > 0 || result == -Errno.EINPROGRESS) {
      return false;
    }
    if (result != 0 && !StreamPort.wasMade(result)) {
      finish(notConnected(-result));
      return false;
    }
    failure = -result;
    times.connected(port.handshakeNanos());
    wire = tls.isPresent() ? tls.get().wire(port) : new HttpWire.Plain(port);
    return true;
  }

  private static HttpResult notConnected(int errno) {
    return switch (errno) {
      case Errno.ECONNREFUSED -> new HttpResult.Refused();
      case Errno.ETIMEDOUT -> new HttpResult.Silent();
      default -> new HttpResult.NotSent(errno);
    };
  }

  private boolean finishTls() throws SSLException {
    int result = wire.handshake();
    if (result == 0) {
      times.secured();
      unsent = request;
      return true;
    }
    if (result == -Errno.ENODATA && wire instanceof TlsWire secure && secure.heard()) {
      finish(new HttpResult.TlsFailed(tls.orElseThrow().failed(Optional.empty())));
    } else if (result != -Errno.EAGAIN) {
      connectionFailed(-result);
    } else if (wire instanceof TlsWire secure && secure.heard()) {
      Answer.Tls handshake = tls.orElseThrow().unfinished();
      onUnfinished.accept(() -> handshake);
    }
    return false;
  }

  private void send() throws SSLException {
    if (failure == 0 && unsent.hasRemaining()) {
      times.sending();
      int result = wire.send(unsent);
      failure = result < 0 && result != -Errno.EAGAIN ? -result : 0;
    }
  }

  private void receive() throws SSLException {
    while (!over) {
      ByteBuffer bytes = loop.buffer.clear();
      int result = wire.receive(bytes);
      if (result > 0) {
        read(bytes.flip());
      } else if (result == 0) {
        ended();
      } else if (failure != 0) {
        connectionFailed(failure);
      } else if (result == -Errno.EAGAIN) {
        tellHowFar();
        return;
      } else {
        connectionFailed(-result);
      }
    }
  }

  private void tellHowFar() {
    int held = wire.heldBytes();
    if (reader.hasBegun()) {
      HttpPlace place = reader.place();
      onUnfinished.accept(() -> unfinished(place.words()));
    } else if (held > 0) {
      onUnfinished.accept(
          () -> unfinished("within its first TLS record, after " + held + " bytes"));
    } else {
      onUnfinished.accept(null); // a TLS handshake that has ended is no response
    }
  }

  /// @param where how far the response came
  static Answer unfinished(String where) {
    return new Answer.Malformed("the response did not end within the timeout: " + where);
  }

  private void read(ByteBuffer bytes) {
    times.arrived(port.arrivedEpochNanos());
    Optional<HttpReading> reading = reader.read(bytes);
    if (reader.hasHead()) {
      times.head();
    }
    reading.ifPresent(this::finish);
  }

  private void ended() {
    Optional<HttpReading> reading = reader.end(wire.endedOrderly());
    finish(reading.map(this::result).orElseGet(() -> new HttpResult.Reset(Errno.ENODATA)));
  }

  private void finish(HttpReading reading) {
    finish(result(reading));
  }

  private HttpResult result(HttpReading reading) {
    return switch (reading) {
      case HttpReading.Answered(int status) ->
          new HttpResult.Answered(
              times.answer(status, tls.flatMap(TlsClient::expiry), tls.isPresent(), details()),
              times.source(),
              reader.field("location"));
      case HttpReading.Malformed(String reason) -> new HttpResult.Malformed(reason);
      case HttpReading.Flooded(String bound) -> new HttpResult.Flooded(bound);
    };
  }

  private HttpDetails details() {
    return new HttpDetails(
        reader.version(),
        reader.contentLength(),
        reader.bodyBytes(),
        reader.field("last-modified").flatMap(HttpDate::parse),
        tls.map(TlsClient::details));
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

  private void finish(HttpResult result) {
    if (over) {
      return;
    }
    over = true;
    HttpResult told = result;
    try {
      if (wire != null) {
        told = isFault(result) && port.isItsOwnPeer() ? new HttpResult.Refused() : result;
        wire.end();
      }
      port.close();
    } catch (RuntimeException e) {
      loop.broke(e);
    } finally {
      onResult.accept(told);
    }
  }

  /// A socket that was connected to itself, because nobody listens there, reads its own request;
  /// before that is read there is no time to ask.
  private static boolean isFault(HttpResult result) {
    return switch (result) {
      case HttpResult.Malformed _, HttpResult.TlsFailed _ -> true;
      default -> false;
    };
  }

  /// The thread that it lives on ends.
  void abandon() {
    finish(new HttpResult.NotSent(Errno.EIO));
  }

  @Override
  public void icmpError(
      boolean ipv6,
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
    finish(
        new HttpResult.Unreachable(
            TcpWire.icmpError(type, code, info, fromHigh, fromLow), stampEpochNanos));
  }

  @Override
  public void transmitted(long tag, long stampEpochNanos) {
    // Nobody asked for stamps of a TCP connection.
  }
}

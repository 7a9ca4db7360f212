package io.pingdeck.ping.http;

import io.pingdeck.base.Counted;
import io.pingdeck.base.Errno;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.http.HttpDate;
import io.pingdeck.packet.http.HttpPlace;
import io.pingdeck.packet.http.HttpReading;
import io.pingdeck.packet.http.HttpResponseReader;
import io.pingdeck.ping.sample.HttpDetails;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.target.HttpMethod;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// One request, from the SYN to the last byte of the response.
final class HttpExchange extends Exchange {
  private final HttpTimes times;
  private final HttpResponseReader reader;
  private final ByteBuffer request;
  private final Optional<TlsClient> tls;
  private final boolean isDetailed;
  private StreamPort port;
  private ByteBuffer unsent; // null until the TLS handshake completes

  /// @param body receives the response's body in pieces
  /// @param isDetailed whether the answer includes [HttpDetails], which take time to collect
  HttpExchange(
      Surroundings loop,
      HttpRequest request,
      Optional<TlsClient> tls,
      Consumer<ByteBuffer> body,
      boolean isDetailed,
      Asker asker) {
    super(loop, tls, asker);
    this.request = request.bytes(); // before the clock starts
    this.tls = tls;
    this.isDetailed = isDetailed;
    times = new HttpTimes(loop.clock);
    reader = new HttpResponseReader(request.method() == HttpMethod.HEAD, body);
  }

  @Override
  void begun(StreamPort itsPort) {
    port = itsPort;
    times.begun(port.begunNanos());
    port.stampArrivals();
  }

  @Override
  HttpWire connected(StreamPort itsPort) throws SSLException {
    times.connected(port.handshakeNanos());
    return tls.isPresent() ? tls.get().wire(port) : new HttpWire.Plain(port);
  }

  @Override
  void goOn() throws SSLException {
    if (unsent == null) {
      if (!handshake()) {
        return;
      }
      times.secured();
      unsent = request;
    }
    if (unsent.hasRemaining() && canSend()) {
      times.sending();
      send(unsent);
    }
    receive();
  }

  @Override
  boolean read(ByteBuffer bytes) {
    times.arrived(port.arrivedEpochNanos());
    Optional<HttpReading> reading = reader.read(bytes);
    if (reader.hasHead()) {
      times.head();
    }
    reading.map(this::result).ifPresent(this::finish);
    return true;
  }

  @Override
  void tellHowFar(int held) {
    if (reader.hasBegun()) {
      HttpPlace place = reader.place();
      unfinished(() -> unfinished(place.words()));
    } else if (held > 0) {
      unfinished(() -> unfinished("within its first TLS record, after " + Counted.bytes(held)));
    } else {
      unfinished((Supplier<Response>) null); // a completed TLS handshake is not a response
    }
  }

  /// @param where progress of the response
  static Response unfinished(String where) {
    return new Response.Malformed("the response did not end within the timeout: " + where);
  }

  @Override
  void ended(boolean orderly) {
    Optional<HttpReading> reading = reader.end(orderly);
    finish(reading.map(this::result).orElseGet(() -> new HttpResult.Reset(Errno.ENODATA)));
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

  private Optional<HttpDetails> details() {
    return isDetailed
        ? Optional.of(
            new HttpDetails(
                reader.version(),
                reader.contentLength(),
                reader.bodyBytes(),
                reader.field("last-modified").flatMap(HttpDate::parse),
                tls.map(TlsClient::details)))
        : Optional.empty();
  }
}

package io.pingdeck.web.http;

import static java.util.Comparator.comparingLong;

import io.pingdeck.base.NanoClock;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open HTTP connections, limited in number and in how long they may wait for their clients, so
/// that they never use up the descriptors that probes, disk and other clients need.
///
/// When the limit is reached, a new connection replaces the one that has waited longest for its
/// client. If all connections are waiting for a response, the new one is closed. A connection that
/// has become a WebSocket no longer counts: live connections have their own limit.
///
/// Used by the server's event loop only.
public final class ClientConnections {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
  private static final int SWITCHING_PROTOCOLS = 101;

  private final HttpConnectionLimits limits;
  private final ClientAddress addresses;
  private final NanoClock clock;
  private final Map<HttpConnection, Client> open = new HashMap<>();

  /// @param addresses knows the trusted proxies: their connections carry the requests of many
  ///   clients, and only the limit of all connections applies to them
  public ClientConnections(HttpConnectionLimits limits, ClientAddress addresses, NanoClock clock) {
    this.limits = limits;
    this.addresses = addresses;
    this.clock = clock;
  }

  private static final class Client {
    private final HttpConnection connection;
    private final String source;
    private HttpServerRequest request; // the newest; null before the first
    private boolean isIdle;
    private long sinceNanos; // start of its current state

    Client(HttpConnection connection, long now) {
      this.connection = connection;
      this.source = source(connection);
      sinceNanos = now;
    }

    boolean isLive() {
      return request != null && request.response().getStatusCode() == SWITCHING_PROTOCOLS;
    }

    /// How long it may stay in its current state; empty if the client is waiting for us.
    Optional<Duration> patience(HttpConnectionLimits limits) {
      if (request == null) {
        return Optional.of(limits.firstRequest());
      }
      if (!request.isEnded()) {
        return Optional.of(limits.body());
      }
      return request.response().ended() ? Optional.of(limits.idle()) : Optional.empty();
    }
  }

  /// Wraps a handler, to record each request first.
  public Handler<HttpServerRequest> before(Handler<HttpServerRequest> inside) {
    return request -> {
      Client client = open.get(request.connection());
      if (client != null) {
        client.request = request;
        client.isIdle = false;
        client.sinceNanos = clock.nanoTime();
      }
      inside.handle(request);
    };
  }

  public void opened(HttpConnection connection) {
    Client client = new Client(connection, clock.nanoTime());
    boolean room =
        (isProxy(connection)
                || makeRoom(
                    one -> one.source.equals(client.source), limits.perSource(), "PerSource"))
            && makeRoom(one -> true, limits.most(), "");
    if (!room) {
      close(connection);
      return;
    }
    open.put(connection, client);
    connection.closeHandler(closed -> open.remove(connection));
  }

  private boolean isProxy(HttpConnection connection) {
    String address = connection.remoteAddress().hostAddress();
    return address != null && addresses.isTrusted(address);
  }

  private boolean makeRoom(Predicate<Client> which, int most, String setting) {
    if (open.size() < most || among(which).count() < most) {
      return true;
    }
    open.values().removeIf(Client::isLive);
    if (among(which).count() < most) {
      return true;
    }
    LOG.warn(
        "{} HTTP connections are open, as many as web.maxConnections{} allows; idle ones are"
            + " closed for new ones",
        most,
        setting);
    long now = clock.nanoTime();
    Optional<Client> longest =
        among(which)
            .filter(client -> client.patience(limits).isPresent())
            .min(comparingLong(client -> client.sinceNanos - now));
    longest.ifPresent(this::drop);
    return longest.isPresent();
  }

  private Stream<Client> among(Predicate<Client> which) {
    return open.values().stream().filter(which);
  }

  /// Closes connections whose clients have exceeded their time. Call about once a second.
  public void sweep() {
    long now = clock.nanoTime();
    open.values().removeIf(Client::isLive);
    for (Client client : open.values().toArray(Client[]::new)) {
      boolean isIdle =
          client.request != null && client.request.isEnded() && client.request.response().ended();
      if (isIdle && !client.isIdle) {
        client.isIdle = true;
        client.sinceNanos = now;
      }
      long waited = now - client.sinceNanos;
      if (client.patience(limits).filter(most -> waited > most.toNanos()).isPresent()) {
        drop(client);
      }
    }
  }

  private void drop(Client client) {
    open.remove(client.connection);
    close(client.connection);
  }

  private static void close(HttpConnection connection) {
    connection.close().onFailure(e -> LOG.debug("a connection did not close", e));
  }

  int size() {
    return open.size();
  }

  /// The source: an IPv4 address or IPv6 /64.
  private static String source(HttpConnection connection) {
    String address = connection.remoteAddress().hostAddress();
    if (address == null) {
      return ""; // closed already
    }
    return ClientAddress.group(address);
  }
}

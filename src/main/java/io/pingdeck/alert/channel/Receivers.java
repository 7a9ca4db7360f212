package io.pingdeck.alert.channel;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.policy.PingPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/// Sends requests to receivers. A name is resolved once for each request, and the request goes to
/// the address that was checked. Redirects are not followed.
public final class Receivers {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int SUCCESS = 2;

  private final Vertx vertx;
  private final Duration timeout;
  private final WebClient client;

  public Receivers(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
    client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setFollowRedirects(false)
                .setUserAgent("Pingdeck")
                .setConnectTimeout((int) timeout.toMillis()));
  }

  /// @return fails with the reason if the receiver does not accept it
  public Future<Void> send(HttpCall call) {
    return vertx
        .executeBlocking(() -> address(call.url()), false)
        .compose(address -> post(call, address))
        .compose(status ->
            status / 100 == SUCCESS
                ? Future.succeededFuture()
                : Future.failedFuture("status " + status));
  }

  private Future<Integer> post(HttpCall call, SocketAddress address) {
    HttpRequest<Buffer> request =
        client
            .requestAbs(HttpMethod.POST, address, call.url().toString())
            .timeout(timeout.toMillis())
            .putHeader("Content-Type", "application/json");
    call.headers().forEach(request::putHeader);
    return request.sendBuffer(Buffer.buffer(call.body())).map(response -> response.statusCode());
  }

  private static SocketAddress address(URI url) throws UnknownHostException {
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    InetAddress address = InetAddress.getByName(host);
    if (PingPolicy.isDeniedToAll(Endpoint.of(address, 0))) {
      throw new UnknownHostException(
          address.getHostAddress() + " is link-local or a service of a cloud, where no alert goes");
    }
    int usual = "https".equals(url.getScheme()) ? HTTPS : HTTP;
    return SocketAddress.inetSocketAddress(
        url.getPort() < 0 ? usual : url.getPort(), address.getHostAddress());
  }

  public void close() {
    client.close();
  }
}

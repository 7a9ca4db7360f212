package io.pingdeck.alert.channel;

import io.pingdeck.base.Durations;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.policy.PingPolicy;
import io.pingdeck.resolve.Families;
import io.pingdeck.resolve.NameResolver;
import io.pingdeck.resolve.ResolveException;
import io.pingdeck.resolve.Resolved;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Sends requests to receivers. A name is resolved once for each request, and the request goes to
/// the address that was checked. Redirects are not followed. The status alone decides; the body of
/// a response is discarded.
public final class Receivers {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int SUCCESS = 2;
  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_BODY = 64 << 10;

  private final Vertx vertx;
  private final Duration timeout;
  private final NameResolver names;
  private final HttpClient client;

  /// @param timeout of a whole exchange, from the lookup of the name to the status
  public Receivers(Vertx vertx, Duration timeout, NameResolver names) {
    this.vertx = vertx;
    this.timeout = timeout;
    this.names = names;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis())),
            new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
  }

  /// @return fails with a [ReceiverException] if the receiver does not accept it
  public Future<Void> send(HttpCall call) {
    Exchange exchange = new Exchange(call);
    exchange.begin();
    return exchange.result.future();
  }

  private final class Exchange {
    private final HttpCall call;
    private final String server;
    private final Promise<Void> result = Promise.promise();
    private HttpClientRequest request;
    private long received;

    Exchange(HttpCall call) {
      this.call = call;
      server = call.url().getHost() + ":" + port(call.url());
    }

    void begin() {
      long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), _ -> stop());
      String host = call.url().getHost().replaceAll("[\\[\\]]", "");
      Future.fromCompletionStage(
              names.resolve(host, Families.BOTH, timeout), vertx.getOrCreateContext())
          .onSuccess(resolved -> connect(resolved, timer))
          .onFailure(e -> fail("the host name " + host + " " + unresolved(e)));
      result.future().onFailure(_ -> vertx.cancelTimer(timer));
    }

    private static String unresolved(Throwable e) {
      return e instanceof ResolveException ? e.getMessage() : "cannot be resolved";
    }

    private void connect(Resolved resolved, long timer) {
      if (result.future().isComplete()) {
        return;
      }
      Optional<InetAddress> first =
          resolved.addresses().stream()
              .min(Comparator.comparing(address -> !(address instanceof Inet4Address)));
      if (first.isEmpty()) {
        fail("the host name " + call.url().getHost() + " has no address");
        return;
      }
      InetAddress address = first.get();
      if (PingPolicy.isDeniedToAll(Endpoint.of(address, 0))) {
        fail(
            address.getHostAddress()
                + " is link-local or a service of a cloud, where no alert goes");
        return;
      }
      client
          .request(options(address))
          .onSuccess(made -> send(made, timer))
          .onFailure(e -> fail(unconnected(e)));
    }

    private RequestOptions options(InetAddress address) {
      URI url = call.url();
      String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setServer(SocketAddress.inetSocketAddress(port(url), address.getHostAddress()))
              .setHost(url.getHost().replaceAll("[\\[\\]]", ""))
              .setPort(port(url))
              .setSsl("https".equals(url.getScheme()))
              .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
              .setFollowRedirects(false)
              .putHeader("User-Agent", "Pingdeck")
              .putHeader("Content-Type", "application/json");
      call.headers().forEach(options::putHeader);
      return options;
    }

    private String unconnected(Throwable e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CertificateException) {
          return "the certificate of " + server + " is not trusted or not valid";
        }
      }
      if (e instanceof SSLException) {
        return "the TLS handshake with " + server + " failed";
      }
      boolean isRefused = String.valueOf(e.getMessage()).contains("refused");
      return "cannot connect to " + server + (isRefused ? ": connection refused" : "");
    }

    private void send(HttpClientRequest made, long timer) {
      request = made;
      if (result.future().isComplete()) {
        made.reset();
        return;
      }
      made.response().onSuccess(response -> judge(response, timer)).onFailure(_ -> broken());
      made.end(Buffer.buffer(call.body())).onFailure(_ -> broken());
    }

    private void broken() {
      fail(server + " closed the connection without an answer");
    }

    /// Reads on, so that the receiver can end its response, but no longer than the timeout.
    private void judge(HttpClientResponse response, long timer) {
      response
          .handler(part -> {
            received += part.length();
            if (received > MOST_BODY) {
              request.reset();
            }
          })
          .exceptionHandler(_ -> vertx.cancelTimer(timer))
          .endHandler(_ -> vertx.cancelTimer(timer));
      if (response.statusCode() / 100 == SUCCESS) {
        result.tryComplete();
      } else {
        fail("status " + response.statusCode());
      }
    }

    private void stop() {
      fail("no answer within " + Durations.format(timeout));
      if (request != null) {
        request.reset();
      }
    }

    private void fail(String why) {
      if (result.tryFail(new ReceiverException(why)) && request != null) {
        request.reset();
      }
    }
  }

  private static int port(URI url) {
    int usual = "https".equals(url.getScheme()) ? HTTPS : HTTP;
    return url.getPort() < 0 ? usual : url.getPort();
  }

  public void close() {
    client.close();
  }
}

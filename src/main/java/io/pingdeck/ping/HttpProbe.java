package io.pingdeck.ping;

import io.netty.handler.codec.TooLongFrameException;
import io.pingdeck.net.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.Answer;
import io.pingdeck.probe.NanoClock;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.Protocol;
import io.pingdeck.probe.Target;
import io.pingdeck.probe.TlsFault;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// One request on a connection of its own, by a client of its own: nothing is remembered from one
/// probe to the next, so that every handshake is a whole one and every certificate is checked.
/// Lives on one event loop.
final class HttpProbe {
  private static final long MAX_BODY_BYTES = 4 << 20;
  private static final int TIMEOUTS_KEPT = 2;

  private final NanoClock clock = NanoClock.SYSTEM;
  private final Vertx vertx;
  private final PingSpec spec;
  private final Endpoint address;
  private final Consumer<HttpResult> onResult;
  private final Optional<CertificateCheck> check;
  private final boolean secure;
  private WebClient client;
  private boolean over;
  private long startNanos;
  private long tlsStartNanos;
  private long connectedNanos;
  private long headNanos;

  HttpProbe(
      Vertx vertx,
      Authorities authorities,
      PingSpec spec,
      Endpoint address,
      Consumer<HttpResult> onResult) {
    this.vertx = vertx;
    this.spec = spec;
    this.address = address;
    this.onResult = onResult;
    secure = spec.target().protocol() == Protocol.HTTPS;
    check = secure ? Optional.of(new CertificateCheck(authorities)) : Optional.empty();
  }

  void start() {
    int patience = (int) Math.min(Integer.MAX_VALUE, TIMEOUTS_KEPT * spec.timeout().toMillis() + 1);
    client =
        WebClient.wrap(
            vertx
                .httpClientBuilder()
                .with(options(patience))
                .withConnectHandler(this::connected)
                .build(),
            new WebClientOptions().setFollowRedirects(false).setUserAgent(UserAgent.TEXT));
    startNanos = clock.nanoTime();
    client
        .request(request(spec.target()))
        .putHeader(HttpHeaders.HOST.toString(), authority(spec.target()))
        .timeout(patience)
        .as(new DiscardedBody(MAX_BODY_BYTES, this::head, this::tooMuch))
        .send()
        .onSuccess(this::answered)
        .onFailure(this::failed);
  }

  private RequestOptions request(Target target) {
    return new RequestOptions()
        .setMethod(HttpMethod.valueOf(spec.method().orElseThrow().name()))
        .setServer(SocketAddress.inetSocketAddress(address.socketAddress()))
        .setHost(target.host())
        .setPort(target.port())
        .setSsl(secure)
        .setURI(target.path().orElseThrow());
  }

  private HttpClientOptions options(int patience) {
    HttpClientOptions options = new HttpClientOptions();
    options.setKeepAlive(false);
    options.setConnectTimeout(patience);
    if (spec.trafficClass() != 0) {
      options.setTrafficClass(spec.trafficClass());
    }
    check.ifPresent(own -> {
      options.setSsl(true).setVerifyHost(true).setTrustOptions(TrustOptions.wrap(own));
      options.setSslEngineOptions(new TlsStart(() -> tlsStartNanos = clock.nanoTime()));
    });
    return options;
  }

  /// The host as it stands in the target, without the zone of an address: that is nobody's business
  /// but ours (RFC 6874 section 1).
  private static String authority(Target target) {
    String host = target.host().replaceFirst("%.*", "");
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    boolean usual = target.port() == target.protocol().usualPort().orElseThrow();
    return usual ? bracketed : bracketed + ":" + target.port();
  }

  private void connected(HttpConnection connection) {
    connectedNanos = clock.nanoTime();
    connection.exceptionHandler(e -> {}); // the request's own failure says the same
  }

  private void head() {
    headNanos = clock.nanoTime();
  }

  private void tooMuch() {
    finish(new HttpResult.Flooded(Optional.empty()));
  }

  private void answered(HttpResponse<Void> response) {
    finish(new HttpResult.Answered(answer(response.statusCode())));
  }

  private Answer.Http answer(int status) {
    long tcpEnd = secure ? tlsStartNanos : connectedNanos;
    return new Answer.Http(
        status,
        tcpEnd - startNanos,
        secure ? OptionalLong.of(connectedNanos - tlsStartNanos) : OptionalLong.empty(),
        headNanos - connectedNanos,
        clock.nanoTime() - startNanos,
        check.flatMap(CertificateCheck::expiry));
  }

  private void failed(Throwable failure) {
    finish(result(failure));
  }

  private HttpResult result(Throwable failure) {
    if (secure
        && connectedNanos == 0
        && tlsStartNanos != 0
        && !(failure instanceof TimeoutException)) {
      return new HttpResult.TlsFailed(tlsFailure());
    }
    return switch (failure) {
      case TimeoutException _ -> new HttpResult.Silent();
      case NoRouteToHostException _ -> new HttpResult.NotSent(Errno.EHOSTUNREACH);
      case ConnectException e -> notConnected(e);
      case TooLongFrameException _ -> new HttpResult.Flooded(Optional.empty());
      case HttpClosedException _, ClosedChannelException _ -> new HttpResult.Reset(Errno.ENODATA);
      case SSLException _ -> new HttpResult.TlsFailed(tlsFailure());
      case IOException e ->
          isAbout(e, "reset") ? new HttpResult.Reset(Errno.ECONNRESET) : notConnected(e);
      default -> new HttpResult.Garbled();
    };
  }

  /// Java has no classes for these: the system's words must do.
  private static HttpResult notConnected(IOException e) {
    if (isAbout(e, "refused")) {
      return new HttpResult.Refused();
    }
    if (isAbout(e, "timed out")) {
      return new HttpResult.Silent();
    }
    return new HttpResult.NotSent(
        isAbout(e, "network is unreachable") ? Errno.ENETUNREACH : Errno.EIO);
  }

  private static boolean isAbout(IOException e, String words) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(words);
  }

  private Answer.Tls tlsFailure() {
    return new Answer.Tls(
        check.flatMap(CertificateCheck::fault).orElse(TlsFault.PROTOCOL),
        check.flatMap(CertificateCheck::expiry));
  }

  private void finish(HttpResult result) {
    if (!over) {
      over = true;
      client.close();
      onResult.accept(result);
    }
  }
}

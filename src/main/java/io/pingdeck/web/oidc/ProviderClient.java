package io.pingdeck.web.oidc;

import io.pingdeck.bus.RequestFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Requests to the provider. Each is bounded in time and in bytes, few run at once, and no redirect
/// is followed. Used by one event loop only.
final class ProviderClient {
  static final int MOST_BYTES = 256 << 10;
  static final int MOST_RUNNING = 16;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HEADER_BYTES = 16 << 10;

  private final Vertx vertx;
  private final HttpClient http;
  private final Duration patience;
  private int running;

  /// @param caFile certificates to trust in place of the system's
  /// @param patience time for a whole response
  ProviderClient(Vertx vertx, Optional<Path> caFile, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setKeepAlive(false)
            .setMaxHeaderSize(HEADER_BYTES)
            .setDecompressionSupported(false);
    caFile.ifPresent(
        file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MOST_RUNNING));
  }

  /// @param status of the response
  record Reply(int status, JsonObject body) {}

  /// @param what names the document in messages
  Future<JsonObject> get(URI address, String what) {
    return send(HttpMethod.GET, address, what, Optional.empty(), Buffer.buffer())
        .map(reply -> {
          if (reply.status() != 200) {
            throw new ProviderException(
                "the OpenID provider responded to the request for "
                    + what
                    + " with status "
                    + reply.status());
          }
          return reply.body();
        });
  }

  /// @param authorization value of the header; empty: none
  Future<Reply> post(URI address, String what, Optional<String> authorization, Buffer form) {
    return send(HttpMethod.POST, address, what, authorization, form);
  }

  private Future<Reply> send(
      HttpMethod method, URI address, String what, Optional<String> authorization, Buffer form) {
    if (running >= MOST_RUNNING) {
      return Future.failedFuture(
          new RequestFailure(
              new RequestFailure.Busy(
                  "too many logins at once; try again in a second", Duration.ofSeconds(1))));
    }
    running++;
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(address.toString())
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.ACCEPT, "application/json");
    authorization.ifPresent(value -> options.putHeader(HttpHeaders.AUTHORIZATION, value));
    if (method.equals(HttpMethod.POST)) {
      options.putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    Exchange exchange = new Exchange(what);
    long timer =
        vertx.setTimer(patience.toMillis(), _ -> exchange.fail("did not respond in time", ""));
    http.request(options)
        .onSuccess(request -> exchange.begin(request, form))
        .onFailure(e -> exchange.fail("cannot be reached", cause(e)));
    return exchange
        .result
        .future()
        .onComplete(_ -> {
          vertx.cancelTimer(timer);
          running--;
        });
  }

  private static String cause(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /// One request and what has come of its response.
  private static final class Exchange {
    private final String what;
    private final Promise<Reply> result = Promise.promise();
    private final Buffer read = Buffer.buffer();
    private HttpClientRequest request;

    Exchange(String what) {
      this.what = what;
    }

    void begin(HttpClientRequest made, Buffer form) {
      request = made;
      if (result.future().isComplete()) {
        made.reset();
        return;
      }
      made.response().onSuccess(this::respond).onFailure(this::fail);
      made.end(form).onFailure(this::fail);
    }

    private void respond(HttpClientResponse response) {
      response
          .handler(this::take)
          .exceptionHandler(this::fail)
          .endHandler(_ -> end(response.statusCode()));
    }

    private void take(Buffer part) {
      if (read.length() + part.length() > MOST_BYTES) {
        fail("sent more than " + MOST_BYTES + " bytes", "");
      } else if (!result.future().isComplete()) {
        read.appendBuffer(part);
      }
    }

    private void end(int status) {
      try {
        // What is no success need not be JSON.
        boolean isJson = status == 200 || read.length() > 0 && read.getByte(0) == '{';
        result.tryComplete(new Reply(status, isJson ? read.toJsonObject() : new JsonObject()));
      } catch (DecodeException | ClassCastException e) {
        fail("sent no JSON", "");
      }
    }

    private void fail(Throwable e) {
      fail("broke the connection", cause(e));
    }

    void fail(String why, String cause) {
      if (result.tryFail(
          new ProviderException(
              "the OpenID provider " + why + " (request for " + what + ")", cause))) {
        if (request != null) {
          request.reset();
        }
      }
    }
  }

  Future<Void> close() {
    return http.close();
  }
}

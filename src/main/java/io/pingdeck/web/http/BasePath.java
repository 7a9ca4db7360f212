package io.pingdeck.web.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.ext.web.Router;

/// Serves only what is below the path under which a reverse proxy publishes the page. The handlers
/// inside see paths without it. A sub-router would do the same, but it loses the status of a
/// request that matches no route.
public final class BasePath implements Handler<HttpServerRequest> {
  private final String basePath;
  private final Handler<HttpServerRequest> inside;

  private BasePath(String basePath, Handler<HttpServerRequest> inside) {
    this.basePath = basePath;
    this.inside = inside;
  }

  /// @param basePath without a slash at the end; empty if the page is at the root
  public static Handler<HttpServerRequest> before(
      Handler<HttpServerRequest> inside, String basePath) {
    return basePath.isEmpty() ? inside : new BasePath(basePath, inside);
  }

  /// Makes the addresses in Location start with the path that clients see.
  ///
  /// @param publicPath without a slash at the end; empty at the root
  public static void prefixLocations(Router router, String publicPath) {
    if (publicPath.isEmpty()) {
      return;
    }
    router
        .route()
        .handler(context -> {
          MultiMap headers = context.response().headers();
          context.addHeadersEndHandler(_ -> {
            String path = headers.get(HttpHeaders.LOCATION);
            if (path != null) {
              headers.set(HttpHeaders.LOCATION, publicPath + path);
            }
          });
          context.next();
        });
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path();
    if (path.startsWith(basePath + "/")) {
      inside.handle(
          new Below((HttpServerRequestInternal) request, path.substring(basePath.length())));
    } else if (path.equals(basePath) && isReading(request.method())) {
      redirect(request);
    } else {
      Problems.send(request.response(), 404, "this Pingdeck is at " + basePath + "/");
    }
  }

  private static boolean isReading(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  /// The page's links are relative, so its path must end with a slash.
  private void redirect(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(308)
        .putHeader(HttpHeaders.LOCATION, withQuery(basePath + "/", request))
        .end();
  }

  private static String withQuery(String path, HttpServerRequest request) {
    return request.query() == null ? path : path + "?" + request.query();
  }

  /// A request without the base path.
  private static final class Below extends HttpServerRequestWrapper {
    private final String path;

    Below(HttpServerRequestInternal request, String path) {
      super(request);
      this.path = path;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public String uri() {
      return withQuery(path, delegate);
    }
  }
}

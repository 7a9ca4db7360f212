package io.pingdeck.web.access;

import static java.util.stream.Collectors.toMap;

import io.pingdeck.web.access.AccessTable.Entry;
import io.pingdeck.web.http.BodyBound;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Makes every route of the router, each with the check of its entry in [AccessTable]. The check is
/// the first handler of the same route, so router and check cannot understand a path differently.
/// It runs before the body is read.
public final class Routes {
  private static final int BODY_BYTES = 8 * 1024;

  private final Router router;
  private final Function<Entry, Handler<RoutingContext>> checks;
  private final Map<String, Entry> entries =
      AccessTable.entries().stream().collect(toMap(Routes::key, entry -> entry));
  private final Map<String, Entry> left = new HashMap<>(entries);

  /// @param checks makes the check of an entry, which calls the next handler or fails the request
  public Routes(Router router, Function<Entry, Handler<RoutingContext>> checks) {
    this.router = router;
    this.checks = checks;
  }

  public Route get(String path) {
    return unread(HttpMethod.GET, path);
  }

  public Route head(String path) {
    return unread(HttpMethod.HEAD, path);
  }

  public Route post(String path) {
    return post(path, BODY_BYTES);
  }

  /// @param mostBytes maximum length of the body
  Route post(String path, int mostBytes) {
    return read(HttpMethod.POST, path, mostBytes);
  }

  Route put(String path, int mostBytes) {
    return read(HttpMethod.PUT, path, mostBytes);
  }

  public Route patch(String path) {
    return patch(path, BODY_BYTES);
  }

  Route patch(String path, int mostBytes) {
    return read(HttpMethod.PATCH, path, mostBytes);
  }

  public Route delete(String path) {
    return read(HttpMethod.DELETE, path, BODY_BYTES);
  }

  /// A route whose handlers read the body themselves.
  public Route unread(HttpMethod method, String path) {
    return router.route(method, path).handler(check(method, path));
  }

  /// A route for GET and HEAD of all paths that match a regular expression.
  public Route files(String pattern) {
    Handler<RoutingContext> get = check(HttpMethod.GET, pattern);
    Handler<RoutingContext> head = check(HttpMethod.HEAD, pattern);
    return router
        .routeWithRegex(pattern)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context ->
            (context.request().method().equals(HttpMethod.GET) ? get : head).handle(context));
  }

  /// @throws IllegalStateException if an entry of the table has no route
  public void complete() {
    if (!left.isEmpty()) {
      throw new IllegalStateException("no route for " + left.keySet());
    }
  }

  private Route read(HttpMethod method, String path, int mostBytes) {
    return unread(method, path).handler(new BodyBound(mostBytes));
  }

  private Handler<RoutingContext> check(HttpMethod method, String path) {
    String key = method.name() + " " + path;
    if (left.remove(key) == null) {
      throw new IllegalStateException(key + " is not in the table of access, or made twice");
    }
    return checks.apply(entries.get(key));
  }

  private static String key(Entry entry) {
    return entry.method() + " " + entry.path();
  }
}

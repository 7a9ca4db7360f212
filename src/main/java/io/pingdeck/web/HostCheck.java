package io.pingdeck.web;

import io.pingdeck.config.WebConfig;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Serves only those who call the server by a name of its own. A page whose name was rebound to
/// this address (DNS rebinding) sends its own name in Host, and is refused before anything else
/// happens.
final class HostCheck implements Handler<RoutingContext> {
  private final Set<String> allowed = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));

  HostCheck(WebConfig config) {
    allowed.add(normal(config.host()));
    config.allowedHosts().forEach(host -> allowed.add(normal(host)));
  }

  @Override
  public void handle(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority != null && allowed.contains(normal(authority.host()))) {
      context.next();
      return;
    }
    context.fail(new HttpException(421, "this server is not called that; see web.allowedHosts"));
  }

  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }
}

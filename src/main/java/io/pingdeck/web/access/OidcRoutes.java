package io.pingdeck.web.access;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.json.JsonFields;
import io.pingdeck.web.http.ClientAddress;
import io.pingdeck.web.http.OriginCheck;
import io.pingdeck.web.http.Responses;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.oidc.OidcLogin;
import io.pingdeck.web.oidc.Person;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// REST for the login at an OpenID provider. The provider sends the browser back to the page
/// itself, which posts the code here. So no address of Pingdeck redirects, and the check of the
/// origin holds for this login as for all others.
final class OidcRoutes {
  private static final String OIDC = "/api/v1/session/oidc";

  /// Some providers put an encrypted token into the code.
  private static final int BODY_BYTES = 8 * 1024;

  /// Of one source. Each makes the provider work.
  private static final int MOST_AT_ONCE = 4;

  private final Access access;
  private final Logins logins;
  private final ReverseProxy proxy;
  private final SecretCookie cookie;
  private final Map<String, Integer> running = new HashMap<>();

  OidcRoutes(Access access, Logins logins, ReverseProxy proxy) {
    this.access = access;
    this.logins = logins;
    this.proxy = proxy;
    cookie = SecretCookie.ticket(proxy);
  }

  void install(Routes routes) {
    Responses.json(routes.post(OIDC, SessionRoutes.BODY_BYTES), this::begin);
    Responses.respond(
        routes.post(OIDC + "/code", BODY_BYTES),
        this::finish,
        (context, body) -> Responses.send(context, 201, body));
  }

  private OidcLogin oidc() {
    return access
        .oidc()
        .orElseThrow(() -> new HttpException(409, "no OpenID provider is configured (web.oidc)"));
  }

  private Future<JsonObject> begin(RoutingContext context) {
    return oidc()
        .begin(page(context))
        .map(begun -> {
          cookie.set(context, begun.ticket());
          return new JsonObject().put("url", begun.url());
        });
  }

  private Future<JsonObject> finish(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    String code = SessionRoutes.required(fields, "code");
    String state = SessionRoutes.required(fields, "state");
    Optional<String> issuer = fields.text("iss");
    OidcLogin oidc = oidc();
    OidcLogin.Answer answer = fields.complete(() -> new OidcLogin.Answer(code, state, issuer));
    String source = ClientAddress.group(access.source(context));
    if (running.getOrDefault(source, 0) >= MOST_AT_ONCE) {
      throw new RequestFailure(
          new RequestFailure.TooSoon("too many logins at once from here", Duration.ofSeconds(1)));
    }
    running.merge(source, 1, Integer::sum);
    cookie.remove(context);
    return oidc.finish(cookie.read(context.request()), answer, page(context))
        .onComplete(_ -> running.computeIfPresent(source, (_, one) -> one > 1 ? one - 1 : null))
        .map(person -> open(context, person));
  }

  private JsonObject open(RoutingContext context, Person person) {
    Holder holder = Holder.of(person);
    Audited.note(
        context,
        holder.caller().name(),
        "subject " + person.subject() + ", role " + person.role().word());
    return logins.open(context, holder);
  }

  /// The address of the page in this browser, with a slash at its end. The provider knows it too
  /// and sends nobody elsewhere.
  private String page(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin =
        OriginCheck.isOwnPage(context) && request.headers().contains(HttpHeaders.ORIGIN)
            ? request.getHeader(HttpHeaders.ORIGIN)
            : request.scheme() + "://" + request.authority();
    return proxy.publicUrl().map(url -> url + "/").orElse(origin + proxy.publicPath() + "/");
  }
}

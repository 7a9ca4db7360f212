package io.pingdeck.web.access;

import io.pingdeck.base.NanoClock;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.access.AccessTable.Entry;
import io.pingdeck.web.http.ClientAddress;
import io.pingdeck.web.http.OidcConfig;
import io.pingdeck.web.http.WebConfig;
import io.pingdeck.web.oidc.OidcLogin;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides who may request what: by a token, by the session of a login, by the header of a trusted
/// proxy, or because only this machine reaches the page.
///
/// Used by the server's event loop only.
public final class Access {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);
  private static final String BEARER = "bearer";

  /// Well within the second after which a live connection without a grant must be closed.
  private static final long SWEEP_MILLIS = 250;

  private static final long TELL_USE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Vertx vertx;
  private final WebConfig config;
  private final ClientAddress addresses;
  private final NanoClock clock;
  private final InstantSource wallClock;
  private final KnownUsers users;
  private final Sessions sessions;
  private final SetupCode setup;
  private final AuditTrail audit;
  private final OpenSockets sockets = new OpenSockets(this::isValid);
  private final Gate gate = new Gate(this::grant);
  private final SecretCookie cookie;
  private final Optional<HeaderLogin> headers;
  private Optional<OidcLogin> oidc = Optional.empty();
  private boolean wasLoginRequired;
  private volatile String warmUp = "";
  private final Map<String, Long> toldUses = new HashMap<>(); // by the id of the token

  /// @param addresses knows whose address a request comes from
  public Access(
      Vertx vertx,
      WebConfig config,
      ClientAddress addresses,
      NanoClock clock,
      InstantSource wallClock) {
    this.wallClock = wallClock;
    this.vertx = vertx;
    this.config = config;
    this.addresses = addresses;
    this.clock = clock;
    users = new KnownUsers(vertx.eventBus(), this::sweep);
    sessions = new Sessions(config.login(), clock);
    setup = new SetupCode(clock);
    audit = new AuditTrail(vertx.eventBus(), addresses);
    cookie = SecretCookie.session(config.proxy());
    headers = config.login().header().map(header -> new HeaderLogin(header, addresses));
  }

  /// Whether somebody could log in, where that is required. May be asked before anything starts.
  ///
  /// @return fails with [NoUserException] if nobody could
  public static Future<?> check(EventBus bus, WebConfig config) {
    return UserApi.USERS
        .request(bus, new UserApi.ReadDirectory())
        .compose(directory ->
            !directory.users().isEmpty()
                    || !config.needsLogin(false)
                    || config.login().setupCode()
                    || config.login().isExternal()
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new NoUserException(
                        config.isLoopback() ? "web.login: always" : "web.host: " + config.host())));
  }

  /// @return fails as [#check]
  public Future<?> start() {
    return check(vertx.eventBus(), config)
        .compose(_ -> users.start())
        .compose(_ -> openOidc())
        .onSuccess(_ -> vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep()));
  }

  private Future<?> openOidc() {
    return config
        .login()
        .oidc()
        .map(provider -> OidcLogin.open(vertx, provider, clock, wallClock))
        .map(opening -> opening.onSuccess(opened -> oidc = Optional.of(opened)))
        .orElse(Future.succeededFuture());
  }

  /// To be called when the page can be opened.
  ///
  /// @param url its address
  public void opened(String url) {
    if (isLoginRequired()) {
      audit.own("serve.start", url);
    }
    if (isLoginRequired() && users.isEmpty() && config.login().setupCode()) {
      LOG.warn(
          "no user exists: open {} within an hour, and enter this code to become the first admin:"
              + " {}",
          url,
          setup.make());
    }
  }

  /// The check of an entry, for the route that serves it.
  public Handler<RoutingContext> check(Entry entry) {
    return context -> {
      entry.action().ifPresent(action -> audit.follow(context, action));
      gate.check(context, entry);
    };
  }

  /// Accepts the result as a token for `GET /probe` alone, until [#endWarmUp]. Thread-safe.
  public String beginWarmUp() {
    warmUp = Secrets.id();
    return warmUp;
  }

  /// Thread-safe.
  public void endWarmUp() {
    warmUp = "";
  }

  private boolean isWarmUp(HttpServerRequest request, List<String> secrets) {
    String expected = warmUp;
    return !expected.isEmpty()
        && request.path().equals("/probe")
        && secrets.size() == 1
        && Secrets.isSame(expected, secrets.getFirst());
  }

  public void install(Routes routes) {
    Logins logins = new Logins(this, cookie);
    new SessionRoutes(this, logins).install(routes);
    new OidcRoutes(this, logins, config.proxy()).install(routes);
    new SetupRoute(this, logins).install(routes);
    new UserRoutes(users).install(routes);
    new TokenRoutes(users).install(routes);
    new AuditRoute(vertx.eventBus()).install(routes);
  }

  public OpenSockets sockets() {
    return sockets;
  }

  /// Once required, it remains so until the end of the process: a file of users that is lost or
  /// emptied behind a proxy must not open the page to everybody.
  boolean isLoginRequired() {
    wasLoginRequired |= config.needsLogin(!users.isEmpty());
    return wasLoginRequired;
  }

  boolean isSetupRequired() {
    return users.isEmpty() && setup.isExpected();
  }

  Optional<OidcLogin> oidc() {
    return oidc;
  }

  /// Name of the OpenID provider where people may log in.
  Optional<String> provider() {
    return config.login().oidc().map(OidcConfig::label);
  }

  KnownUsers users() {
    return users;
  }

  Sessions sessions() {
    return sessions;
  }

  SetupCode setup() {
    return setup;
  }

  String source(RoutingContext context) {
    return addresses.of(context.request());
  }

  /// Ends what is over: sessions, and the live connections of sessions and tokens.
  void sweep() {
    sessions.sweep(users::isCurrent);
    sockets.sweep();
  }

  private boolean isValid(Grant grant) {
    return switch (grant) {
      case Grant.Local _ -> !isLoginRequired();
      case Grant.ByToken(var token) ->
          users.isCurrent(token) && token.isValidAt(wallClock.instant());
      case Grant.BySession(var session) -> sessions.use(session);
      case Grant.ByHeader(_, var since) ->
          clock.nanoTime() - since <= config.login().idleTimeout().toNanos();
    };
  }

  /// What authorises a request.
  ///
  /// @throws HttpException 401 for a token that is not valid, and as [HeaderLogin#caller]
  private Optional<Grant> grant(HttpServerRequest request) {
    Optional<Caller> named = headers.flatMap(login -> login.caller(request));
    List<String> secrets =
        request.headers().getAll(HttpHeaders.AUTHORIZATION).stream()
            .map(String::strip)
            .filter(Access::isBearer)
            .map(header -> header.substring(BEARER.length()).strip())
            .toList();
    if (isWarmUp(request, secrets)) {
      return Optional.of(new Grant.Local());
    }
    if (!secrets.isEmpty()) {
      return Optional.of(new Grant.ByToken(token(secrets)));
    }
    if (!isLoginRequired()) {
      return Optional.of(new Grant.Local());
    }
    if (named.isPresent()) {
      return Optional.of(new Grant.ByHeader(named.get(), clock.nanoTime()));
    }
    return cookie.read(request).stream()
        .flatMap(id -> sessions.use(id).stream())
        .findFirst()
        .map(Grant.BySession::new);
  }

  /// Another scheme may be meant for a reverse proxy.
  private static boolean isBearer(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && (header.length() == BEARER.length() || header.charAt(BEARER.length()) == ' ');
  }

  private Token token(List<String> secrets) {
    Token token =
        Optional.of(secrets)
            .filter(given -> given.size() == 1)
            .flatMap(given -> users.token(given.getFirst()))
            .orElseThrow(() -> new HttpException(401, "the token is not known"));
    if (!token.isValidAt(wallClock.instant())) {
      throw new HttpException(401, "the token " + token.name() + " has expired");
    }
    tellUse(token);
    return token;
  }

  private void tellUse(Token token) {
    long now = clock.nanoTime();
    Long told = toldUses.get(token.id());
    if (told != null && now - told < TELL_USE_NANOS) {
      return;
    }
    toldUses.put(token.id(), now);
    UserApi.USERS
        .request(vertx.eventBus(), new UserApi.TokenUsed(token.id()))
        .onFailure(e -> LOG.debug("the use of a token is not kept", e));
  }
}

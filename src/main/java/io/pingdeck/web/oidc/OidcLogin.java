package io.pingdeck.web.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.pingdeck.base.NanoClock;
import io.pingdeck.disk.SecretFile;
import io.pingdeck.web.http.OidcConfig;
import io.pingdeck.web.oidc.LoginTickets.Ticket;
import io.pingdeck.web.oidc.ProviderClient.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs people in at an OpenID provider: sends the browser there, and finds out from the code that
/// it brings back who they are. Used by the server's event loop only.
public final class OidcLogin {
  private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);

  /// Time for each response of the provider.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// RFC 6749, section 5.2; it is shown.
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

  private final OidcConfig config;
  private final Optional<String> secret;
  private final ProviderClient client;
  private final Provider provider;
  private final LoginTickets tickets;
  private final InstantSource wallClock;

  private OidcLogin(
      Vertx vertx,
      OidcConfig config,
      Optional<String> secret,
      NanoClock clock,
      InstantSource wallClock) {
    this.config = config;
    this.secret = secret;
    this.wallClock = wallClock;
    client = new ProviderClient(vertx, config.caFile(), PATIENCE);
    provider = new Provider(vertx, config, client, clock);
    tickets = new LoginTickets(clock);
  }

  /// Asks nothing of the provider.
  ///
  /// @return fails with an [IOException] if a file of the configuration cannot be read
  public static Future<OidcLogin> open(
      Vertx vertx, OidcConfig config, NanoClock clock, InstantSource wallClock) {
    return vertx
        .executeBlocking(
            () -> {
              if (!config.caFile().map(Files::isReadable).orElse(true)) {
                throw new IOException(
                    "web.oidc.caFile: " + config.caFile().get() + " cannot be read");
              }
              return secret(config);
            },
            false)
        .map(secret -> new OidcLogin(vertx, config, secret, clock, wallClock));
  }

  private static Optional<String> secret(OidcConfig config) throws IOException {
    if (config.secretFile().isEmpty()) {
      return config.secret();
    }
    try {
      return Optional.of(SecretFile.read(config.secretFile().get()).strip());
    } catch (IOException e) {
      throw new IOException("web.oidc.clientSecretFile: " + e.getMessage(), e);
    }
  }

  /// A login that has begun.
  ///
  /// @param url where the browser goes
  /// @param ticket what the browser must bring back, and nobody else may know
  public record Begun(String url, String ticket) {
    public Begun {
      requireNonNull(url, "url");
      requireNonNull(ticket, "ticket");
    }
  }

  /// @param redirectUri where the provider sends the browser back to
  /// @return fails with 503 and a sentence if the provider cannot be used
  public Future<Begun> begin(String redirectUri) {
    return provider
        .discovery()
        .map(discovery -> {
          Ticket ticket = tickets.make();
          Map<String, String> query = new LinkedHashMap<>();
          query.put("response_type", "code");
          query.put("client_id", config.clientId());
          query.put("redirect_uri", redirectUri);
          query.put("scope", scope());
          query.put("state", ticket.state());
          query.put("nonce", ticket.nonce());
          query.put("code_challenge", ticket.challenge());
          query.put("code_challenge_method", "S256");
          String address = discovery.authorization().toString();
          String separator = discovery.authorization().getRawQuery() == null ? "?" : "&";
          return new Begun(address + separator + form(query), ticket.id());
        })
        .recover(e -> Future.failedFuture(told(e)));
  }

  private String scope() {
    return Stream.concat(Stream.of("openid"), config.scopes().stream())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// What the provider sent back through the browser.
  ///
  /// @param issuer who sent it (RFC 9207); empty: not said
  public record Answer(String code, String state, Optional<String> issuer) {
    public Answer {
      requireNonNull(code, "code");
      requireNonNull(state, "state");
      requireNonNull(issuer, "issuer");
    }
  }

  /// @param kept tickets that the browser kept; one of this login is used
  /// @param redirectUri the same as at the begin
  /// @return fails with a status and a sentence: 401 for what proves nothing, 403 for whom has no
  ///   role here, 503 if the provider cannot be used
  public Future<Person> finish(List<String> kept, Answer answer, String redirectUri) {
    Optional<Ticket> own =
        kept.stream().flatMap(id -> tickets.use(id, answer.state()).stream()).findFirst();
    if (own.isEmpty()) {
      return Future.failedFuture(
          new HttpException(
              401,
              "this login did not begin in this browser, took more than 10 minutes, or has ended:"
                  + " log in again"));
    }
    if (answer.issuer().filter(issuer -> !issuer.equals(config.issuer().toString())).isPresent()) {
      return Future.failedFuture(new HttpException(401, "this login is of another provider"));
    }
    return provider
        .discovery()
        .compose(discovery -> exchange(discovery, own.get(), answer.code(), redirectUri))
        .map(this::token)
        .compose(token -> provider.verify(token).map(token))
        .map(token -> {
          token.check(
              config.issuer().toString(),
              config.clientId(),
              own.get().nonce(),
              wallClock.instant());
          return Claims.person(token.claims(), config);
        })
        .recover(e -> Future.failedFuture(told(e)));
  }

  /// OpenID Connect Core 1.0, section 3.1.3.1; RFC 6749, section 2.3.1.
  private Future<Reply> exchange(
      Discovery discovery, Ticket ticket, String code, String redirectUri) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", redirectUri);
    fields.put("code_verifier", ticket.verifier());
    boolean isInHeader = secret.isPresent() && !discovery.isSecretInForm();
    if (!isInHeader) {
      fields.put("client_id", config.clientId());
      secret.ifPresent(known -> fields.put("client_secret", known));
    }
    Optional<String> authorization =
        secret
            .filter(_ -> isInHeader)
            .map(known -> encoded(config.clientId()) + ":" + encoded(known))
            .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    return client.post(discovery.token(), "a token", authorization, Buffer.buffer(form(fields)));
  }

  private IdToken token(Reply reply) {
    if (reply.status() == 200) {
      if (reply.body().getValue("id_token") instanceof String text) {
        return IdToken.parse(text);
      }
      throw new ProviderException("the OpenID provider sent no ID token");
    }
    String error =
        reply.body().getValue("error") instanceof String given && ERROR.matcher(given).matches()
            ? given
            : "status " + reply.status();
    if (error.equals("invalid_grant")) {
      throw new HttpException(401, "the OpenID provider does not know this login: log in again");
    }
    throw new ProviderException("the OpenID provider refused to say who logged in (" + error + ")");
  }

  private static Throwable told(Throwable e) {
    return switch (e) {
      case ProviderException unusable -> {
        LOG.warn("no login: {}", unusable.whole());
        yield new HttpException(503, e.getMessage());
      }
      case TokenException _ -> {
        LOG.warn("no login: the ID token is refused: {}", e.getMessage());
        yield new HttpException(
            401, "the ID token of the OpenID provider is refused: " + e.getMessage());
      }
      default -> e;
    };
  }
}

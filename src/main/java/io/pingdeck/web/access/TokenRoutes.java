package io.pingdeck.web.access;

import io.pingdeck.base.Durations;
import io.pingdeck.json.JsonFields;
import io.pingdeck.json.UserJson;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/// REST for tokens: list, create, remove. Only the response to the creation has the secret.
final class TokenRoutes {
  private static final String TOKENS = "/api/v1/tokens";

  private final KnownUsers users;

  TokenRoutes(KnownUsers users) {
    this.users = users;
  }

  void install(Routes routes) {
    Responses.json(
        routes.get(TOKENS),
        _ -> Future.succeededFuture(UserJson.tokens(users.directory().tokens())));
    Responses.respond(
        routes.post(TOKENS, SessionRoutes.BODY_BYTES),
        this::create,
        (context, body) -> Responses.send(context, 201, body));
    Responses.respond(
        routes.delete(TOKENS + "/:id"),
        context ->
            users
                .change(new UserApi.RemoveToken(context.pathParam("id")))
                .onSuccess(removed -> Audited.note(context, removed.name(), "")),
        (context, removed) -> Responses.noContent(context));
  }

  private Future<JsonObject> create(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    String name = SessionRoutes.required(fields, "name");
    Role role = UserRoutes.requiredRole(fields);
    Optional<Duration> lifetime = lifetime(fields);
    fields.complete(() -> name);
    String expires = lifetime.map(Durations::format).map(text -> ", expires in " + text).orElse("");
    Audited.note(context, name, "role " + role.word() + expires);
    return users
        .change(new UserApi.CreateToken(name, role, lifetime))
        .map(created -> UserJson.token(created.token()).put("secret", created.secret()));
  }

  static Optional<Duration> lifetime(JsonFields fields) {
    Optional<String> text = fields.duration("expires");
    try {
      Optional<Duration> lifetime = text.map(Durations::parse);
      if (lifetime.filter(Duration::isZero).isPresent()) {
        fields.fault("expires", "is too short (more than 0s)");
      }
      return lifetime;
    } catch (IllegalArgumentException e) {
      fields.fault("expires", "is " + e.getMessage());
      return Optional.empty();
    }
  }
}

package io.pingdeck.web.access;

import io.pingdeck.json.JsonFields;
import io.pingdeck.json.UserJson;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;

/// REST for users: list, add, change, remove. A password is never in a response.
final class UserRoutes {
  private static final String USERS = "/api/v1/users";

  private final KnownUsers users;

  UserRoutes(KnownUsers users) {
    this.users = users;
  }

  void install(Routes routes) {
    Responses.json(
        routes.get(USERS), _ -> Future.succeededFuture(UserJson.users(users.directory().users())));
    Responses.respond(
        routes.post(USERS, SessionRoutes.BODY_BYTES),
        this::add,
        (context, body) -> Responses.send(context, 201, body));
    Responses.json(routes.patch(USERS + "/:name", SessionRoutes.BODY_BYTES), this::change);
    Responses.respond(
        routes.delete(USERS + "/:name"),
        context -> users.change(new UserApi.RemoveUser(context.pathParam("name"))),
        (context, removed) -> Responses.noContent(context));
  }

  private Future<JsonObject> add(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    String name = SessionRoutes.required(fields, "name");
    String password = SessionRoutes.required(fields, "password");
    Role role = requiredRole(fields);
    fields.complete(() -> name);
    Audited.note(context, name, "role " + role.word());
    return users.change(new UserApi.AddUser(name, role, password)).map(UserJson::user);
  }

  private Future<JsonObject> change(RoutingContext context) {
    String name = context.pathParam("name");
    JsonFields fields = JsonFields.of(context);
    Optional<Role> role = role(fields);
    Optional<String> password = fields.text("password");
    fields.complete(() -> name);
    if (role.isEmpty() && password.isEmpty()) {
      throw new HttpException(400, "nothing to change: role or password is missing");
    }
    String roleNote = role.map(wanted -> "role " + wanted.word()).orElse("");
    String passwordNote = password.isPresent() ? "password" : "";
    String separator = roleNote.isEmpty() || passwordNote.isEmpty() ? "" : ", ";
    Audited.note(context, name, roleNote + separator + passwordNote);
    return users.change(new UserApi.ChangeUser(name, role, password)).map(UserJson::user);
  }

  static Role requiredRole(JsonFields fields) {
    return role(fields)
        .orElseGet(() -> {
          fields.faultUnlessFaulty("role", "is missing (viewer, operator, admin)");
          return Role.VIEWER;
        });
  }

  private static Optional<Role> role(JsonFields fields) {
    Optional<String> text = fields.text("role");
    Optional<Role> role = text.flatMap(Role::of);
    if (text.isPresent() && role.isEmpty()) {
      fields.fault("role", "is not a role (viewer, operator, admin)");
    }
    return role;
  }
}

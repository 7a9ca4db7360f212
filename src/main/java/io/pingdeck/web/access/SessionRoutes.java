package io.pingdeck.web.access;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.json.JsonFields;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;

/// REST for the login of a browser: who is logged in, log in, log out, change the own password.
final class SessionRoutes {
  private static final String SESSION = "/api/v1/session";

  /// Room for the longest password, also if each of its characters is two escapes of JSON.
  static final int BODY_BYTES = 4 * 1024;

  private final Access access;
  private final Logins logins;

  SessionRoutes(Access access, Logins logins) {
    this.access = access;
    this.logins = logins;
  }

  void install(Routes routes) {
    Responses.json(
        routes.get(SESSION),
        context -> Future.succeededFuture(logins.state(Callers.find(context))));
    Responses.respond(
        routes.post(SESSION, BODY_BYTES),
        this::login,
        (context, body) -> Responses.send(context, 201, body));
    Responses.respond(
        routes.delete(SESSION), this::logout, (context, done) -> Responses.noContent(context));
    Responses.json(routes.put(SESSION + "/password", 2 * BODY_BYTES), this::changePassword);
  }

  private Future<JsonObject> login(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    String name = required(fields, "name");
    String password = required(fields, "password");
    fields.complete(() -> name);
    if (!access.isLoginRequired()) {
      throw new HttpException(409, "no login is required here");
    }
    // What is not a user's name may be a password in the wrong field.
    Audited.note(context, access.users().user(name).map(User::name).orElse(""), "");
    return check(context, name, password)
        .compose(user -> access.users().refresh().map(user))
        .map(user -> logins.open(context, Holder.of(user)));
  }

  private Future<Void> logout(RoutingContext context) {
    Gate.find(context).ifPresent(grant -> Gate.refuseForged(context, grant, true));
    logins.end(context);
    return Future.succeededFuture();
  }

  /// All sessions of the user end. This browser gets a new one.
  private Future<JsonObject> changePassword(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    String old = required(fields, "old");
    String wanted = required(fields, "new");
    fields.complete(() -> old);
    Optional<User> account =
        Gate.grant(context) instanceof Grant.BySession(var session)
            ? session.holder().account()
            : Optional.empty();
    if (account.isEmpty()) {
      throw new HttpException(409, "only a user who logged in with a password has one");
    }
    String name = account.get().name();
    Audited.note(context, name, "");
    return check(context, name, old)
        .compose(_ ->
            access
                .users()
                .change(new UserApi.ChangeUser(name, Optional.empty(), Optional.of(wanted))))
        .map(user -> logins.open(context, Holder.of(user)));
  }

  private Future<User> check(RoutingContext context, String name, String password) {
    return UserApi.USERS
        .request(
            context.vertx().eventBus(),
            new UserApi.CheckPassword(name, password, access.source(context)))
        .recover(e ->
            Future.failedFuture(
                e instanceof RequestFailure failure
                        && failure.reason() instanceof RequestFailure.Refused
                    ? new HttpException(401, "the name or the password is wrong")
                    : e));
  }

  static String required(JsonFields fields, String name) {
    return fields
        .text(name)
        .orElseGet(() -> {
          fields.faultUnlessFaulty(name, "is missing");
          return "";
        });
  }
}

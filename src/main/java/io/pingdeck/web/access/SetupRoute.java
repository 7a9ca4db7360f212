package io.pingdeck.web.access;

import io.pingdeck.json.JsonFields;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.http.InTurn;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/// Makes the first admin, by the code that Pingdeck logged.
final class SetupRoute {
  private final Access access;
  private final Logins logins;
  private final InTurn inTurn = new InTurn();

  SetupRoute(Access access, Logins logins) {
    this.access = access;
    this.logins = logins;
  }

  void install(Routes routes) {
    Responses.respond(
        routes.post("/api/v1/setup", SessionRoutes.BODY_BYTES),
        context -> inTurn.run(() -> setUp(context)),
        (context, body) -> Responses.send(context, 201, body));
  }

  private Future<JsonObject> setUp(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    String code = SessionRoutes.required(fields, "code");
    String name = SessionRoutes.required(fields, "name");
    String password = SessionRoutes.required(fields, "password");
    fields.complete(() -> code);
    if (!access.isSetupRequired()) {
      throw new HttpException(409, "no code is expected: a user exists, or an hour has passed");
    }
    if (!access.setup().matches(code)) {
      throw new HttpException(401, "the code is wrong");
    }
    return access
        .users()
        .change(new UserApi.AddUser(name, Role.ADMIN, password))
        .map(user -> {
          access.setup().used();
          Audited.note(context, user.name(), "");
          return logins.open(context, Holder.of(user));
        });
  }
}

package io.pingdeck.web.access;

import io.pingdeck.json.UserJson;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.User;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// Opens and ends the session of a browser.
final class Logins {
  private final Access access;
  private final SecretCookie cookie;

  Logins(Access access, SecretCookie cookie) {
    this.access = access;
    this.cookie = cookie;
  }

  /// Opens a session with a new id, in place of the one that the browser had.
  ///
  /// @return what the page shows of it
  JsonObject open(RoutingContext context, User user) {
    endPrevious(context);
    String id = access.sessions().open(user);
    cookie.set(context, id);
    Caller caller = new Caller(user.name(), user.role(), Caller.Proof.PASSWORD);
    Callers.set(context, caller);
    access.sweep();
    return state(Optional.of(caller));
  }

  void end(RoutingContext context) {
    endPrevious(context);
    cookie.remove(context);
    access.sweep();
  }

  /// @param caller empty if the request has no login
  JsonObject state(Optional<Caller> caller) {
    return UserJson.session(access.isLoginRequired(), access.isSetupRequired(), caller);
  }

  private void endPrevious(RoutingContext context) {
    for (String id : cookie.read(context.request())) {
      access.sessions().use(id).ifPresent(access.sessions()::end);
    }
  }
}

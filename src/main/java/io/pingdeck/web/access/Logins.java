package io.pingdeck.web.access;

import io.pingdeck.json.UserJson;
import io.pingdeck.user.api.Caller;
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
  JsonObject open(RoutingContext context, Holder holder) {
    endPrevious(context);
    cookie.set(context, access.sessions().open(holder));
    Callers.set(context, holder.caller());
    access.sweep();
    return state(Optional.of(holder.caller()));
  }

  void end(RoutingContext context) {
    endPrevious(context);
    cookie.remove(context);
    access.sweep();
  }

  /// @param caller empty if the request has no login
  JsonObject state(Optional<Caller> caller) {
    return UserJson.session(
        access.isLoginRequired(), access.isSetupRequired(), access.provider(), caller);
  }

  private void endPrevious(RoutingContext context) {
    for (String id : cookie.read(context.request())) {
      access.sessions().use(id).ifPresent(access.sessions()::end);
    }
  }
}

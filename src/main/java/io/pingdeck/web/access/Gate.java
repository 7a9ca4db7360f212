package io.pingdeck.web.access;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import io.pingdeck.web.access.AccessTable.Entry;
import io.pingdeck.web.http.OriginCheck;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import java.util.function.Function;

/// The check of each route: who calls, and whether the entry of the route lets them pass.
final class Gate {
  private static final String KEY = "grant";
  private static final String FORGED =
      "a request that does something by a login must come from Pingdeck's own page, as Origin or"
          + " Sec-Fetch-Site says; scripts send a token (Authorization: Bearer)";

  private final Function<HttpServerRequest, Optional<Grant>> grants;

  /// @param grants finds what authorises a request; throws [HttpException] for what is wrong
  Gate(Function<HttpServerRequest, Optional<Grant>> grants) {
    this.grants = grants;
  }

  void check(RoutingContext context, Entry entry) {
    Optional<Grant> grant;
    try {
      grant = grants.apply(context.request());
    } catch (HttpException e) {
      if (e.getStatusCode() == 401) {
        challenge(context, "Bearer error=\"invalid_token\"");
      }
      throw e;
    }
    grant.ifPresent(found -> {
      context.put(KEY, found);
      Callers.set(context, found.caller());
    });
    if (entry.role().isPresent()) {
      check(context, grant, entry.role().get());
      refuseForged(context, grant.orElseThrow(), entry.acts());
    }
    context.next();
  }

  /// What authorises this request.
  ///
  /// @throws IllegalStateException if nothing does
  static Grant grant(RoutingContext context) {
    return find(context).orElseThrow(() -> new IllegalStateException("the route has no check"));
  }

  static Optional<Grant> find(RoutingContext context) {
    return Optional.ofNullable(context.get(KEY));
  }

  private static void check(RoutingContext context, Optional<Grant> grant, Role least) {
    if (grant.isEmpty()) {
      challenge(context, "Bearer");
      throw new HttpException(401, "log in, or send a token (Authorization: Bearer)");
    }
    Caller caller = grant.get().caller();
    if (!caller.role().includes(least)) {
      throw new HttpException(
          403,
          "this needs the role "
              + least.word()
              + "; "
              + caller.name()
              + " is "
              + caller.role().word());
    }
  }

  /// Refuses a request that a page of another site may have made a browser send.
  ///
  /// @param acts whether the request does something, even if its method is GET
  static void refuseForged(RoutingContext context, Grant grant, boolean acts) {
    boolean isHarmless =
        !OriginCheck.isChecked(context.request())
            && (!acts || OriginCheck.isEntered(context.request()));
    if (grant.isAmbient() && !isHarmless && !OriginCheck.isOwnPage(context)) {
      throw new HttpException(403, FORGED);
    }
  }

  private static void challenge(RoutingContext context, String challenge) {
    context.response().putHeader("WWW-Authenticate", challenge);
  }
}

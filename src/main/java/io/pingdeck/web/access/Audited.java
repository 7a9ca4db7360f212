package io.pingdeck.web.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// What a route tells for the audit log about the action of a request.
public final class Audited {
  private static final String OBJECT = "audit.object";
  private static final String DETAIL = "audit.detail";

  private static final int MOST_DETAIL = 200;

  private Audited() {}

  /// @param object what the action was done to, such as the id of a ping
  /// @param detail further facts for people, without secrets; may be empty
  public static void note(RoutingContext context, String object, String detail) {
    if (!object.isEmpty()) {
      context.put(OBJECT, object);
    }
    context.put(DETAIL, detail);
  }

  /// Notes a body that is JSON without secrets, up to some length.
  public static void noteBody(RoutingContext context) {
    String body = context.body().asString();
    context.put(DETAIL, body.length() <= MOST_DETAIL ? body : body.substring(0, MOST_DETAIL) + "…");
  }

  /// What was noted; if nothing, the parameter of the path.
  static String object(RoutingContext context) {
    return Optional.<String>ofNullable(context.get(OBJECT))
        .or(() -> Optional.ofNullable(context.pathParam("id")))
        .or(() -> Optional.ofNullable(context.pathParam("name")))
        .orElse("");
  }

  static String detail(RoutingContext context) {
    return Optional.<String>ofNullable(context.get(DETAIL)).orElse("");
  }
}

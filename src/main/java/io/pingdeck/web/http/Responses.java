package io.pingdeck.web.http;

import io.pingdeck.base.FaultException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/// Helpers for routes: sending responses, and reading query parameters.
public final class Responses {
  private Responses() {}

  /// Makes the route respond with 200 and the result of the handler's future, or with a problem
  /// document if it fails.
  public static void json(Route route, Function<RoutingContext, Future<JsonObject>> handler) {
    respond(route, handler, Responses::ok);
  }

  /// The same with a custom response.
  public static <T> void respond(
      Route route, Function<RoutingContext, Future<T>> handler, Answer<T> answer) {
    route.handler(context ->
        handler
            .apply(context)
            .onSuccess(result -> answer.send(context, result))
            .onFailure(context::fail));
  }

  /// Writes a result to the response.
  @FunctionalInterface
  public interface Answer<T> {
    public void send(RoutingContext context, T result);
  }

  static void ok(RoutingContext context, JsonObject body) {
    send(context, 200, body);
  }

  /// A response of 201 with the address of the created resource.
  public static Answer<JsonObject> created(String collection) {
    return (context, body) -> {
      context.response().putHeader(HttpHeaders.LOCATION, collection + "/" + body.getString("id"));
      send(context, 201, body);
    };
  }

  /// Responds with 204, or with 202 and the reason if the change is not on the disk.
  public static void noContent(RoutingContext context) {
    if (Saving.isNoted(context)) {
      send(context, 202, new JsonObject());
    } else {
      context.response().setStatusCode(204).end();
    }
  }

  public static void send(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Saving.told(context, body).toBuffer());
  }

  /// The query parameter `limit`.
  ///
  /// @throws FaultException if it is not a number from 1 to `most`
  public static int limit(RoutingContext context, int usual, int most) {
    return count(context, "limit", usual, most);
  }

  /// A query parameter that is a number from 1 to `most`.
  ///
  /// @throws FaultException if it is not
  public static int count(RoutingContext context, String name, int usual, int most) {
    String text = context.queryParams().get(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw new FaultException(name, "must be a whole number (1-" + most + ")");
    }
    return Integer.parseInt(text);
  }
}

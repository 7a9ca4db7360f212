package io.pingdeck.web.http;

import io.pingdeck.history.api.HistoryApi;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// Delays the response to a change until the change is on the disk. If saving fails, the response
/// contains the reason in the key `notSaved`. The change takes effect anyway, and is saved once
/// that is possible.
public final class Saving {
  private static final String KEY = "notSaved";

  private final EventBus bus;

  public Saving(EventBus bus) {
    this.bus = bus;
  }

  /// @param change change of pings or echo servers; announced on the bus before it completes
  public <T> Future<T> await(RoutingContext context, Future<T> change) {
    return change.compose(done ->
        HistoryApi.HISTORY
            .request(bus, new HistoryApi.Save())
            .map(HistoryApi.Saved::whyNot)
            .otherwise(e -> Optional.of(String.valueOf(e.getMessage())))
            .map(whyNot -> {
              note(context, whyNot);
              return done;
            }));
  }

  /// Stores the reason for the response.
  public static void note(RoutingContext context, Optional<String> whyNot) {
    whyNot.ifPresent(why -> context.put(KEY, why));
  }

  /// Adds the stored reason to the body of a response.
  public static JsonObject told(RoutingContext context, JsonObject body) {
    String why = context.get(KEY);
    return why == null ? body : body.put(KEY, why);
  }

  static boolean isNoted(RoutingContext context) {
    return context.get(KEY) != null;
  }
}

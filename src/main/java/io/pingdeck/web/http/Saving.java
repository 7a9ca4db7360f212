package io.pingdeck.web.http;

import io.pingdeck.history.api.HistoryApi;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// Keeps the answer to a change back until the change is on the disk. Where it is not, the answer
/// says why, in the key `notSaved`: the change holds, and is saved once that is possible.
public final class Saving {
  private static final String KEY = "notSaved";

  private final EventBus bus;

  public Saving(EventBus bus) {
    this.bus = bus;
  }

  /// @param change of pings or echo servers; announced on the bus before it completes
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

  /// Makes the answer say it.
  public static void note(RoutingContext context, Optional<String> whyNot) {
    whyNot.ifPresent(why -> context.put(KEY, why));
  }

  /// Adds to the body of an answer what was noted.
  public static JsonObject told(RoutingContext context, JsonObject body) {
    String why = context.get(KEY);
    return why == null ? body : body.put(KEY, why);
  }

  static boolean isNoted(RoutingContext context) {
    return context.get(KEY) != null;
  }
}

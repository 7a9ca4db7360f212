package io.pingdeck.web.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.json.SystemJson;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Converts every failure to a problem document (RFC 9457). Errors that the user can correct are
/// explained. Internal errors are logged, and not shown to the client.
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /// Key in the request's context for the maximum size of its body, in bytes.
  static final String BODY_BOUND = "bodyBound";

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int[] WITHOUT_ROUTE = {400, 404, 405, 406, 415, 500};

  private Problems() {}

  /// @param closing whether Pingdeck is shutting down: services that are gone are then no failure
  public static void install(Router router, BooleanSupplier closing) {
    Handler<RoutingContext> answer = context -> answer(context, closing.getAsBoolean());
    router.route().failureHandler(answer);
    for (int status : WITHOUT_ROUTE) {
      router.errorHandler(status, answer);
    }
  }

  /// The problem document for the cause of a failure.
  public static JsonObject of(Throwable cause) {
    return switch (cause) {
      case FaultException e -> faults(e.faults());
      case RequestFailure e -> of(e.reason());
      case HttpException e ->
          problem(e.getStatusCode(), e.getPayload() == null ? "" : e.getPayload(), List.of());
      case ReplyException e -> problem(503, "a component of Pingdeck did not respond", List.of());
      default -> problem(500, "", List.of());
    };
  }

  private static JsonObject of(RequestFailure.Reason reason) {
    return switch (reason) {
      case RequestFailure.Refused(var faults) -> faults(faults);
      case RequestFailure.Unknown(var text) -> problem(404, text, List.of());
      case RequestFailure.Conflict(var text) -> problem(409, text, List.of());
      case RequestFailure.TooSoon(var text, _) -> problem(429, text, List.of());
      case RequestFailure.Busy(var text, _) -> problem(503, text, List.of());
      case RequestFailure.Unavailable(var text) -> problem(503, text, List.of());
    };
  }

  private static JsonObject faults(List<Fault> faults) {
    String detail = faults.size() == 1 ? faults.getFirst().toString() : faults.size() + " faults";
    return problem(400, detail, faults);
  }

  private static JsonObject problem(int status, String detail, List<Fault> faults) {
    return SystemJson.problem(
        status, HttpResponseStatus.valueOf(status).reasonPhrase(), detail, faults);
  }

  private static void answer(RoutingContext context, boolean closing) {
    Throwable cause = cause(context);
    JsonObject problem = cause == null ? problem(context.statusCode(), "", List.of()) : of(cause);
    int status = problem.getInteger("status");
    if (status >= 500 && !(cause instanceof HttpException) && retryAfter(cause).isEmpty()) {
      if (closing) {
        problem = problem(503, "Pingdeck is shutting down", List.of());
      } else if (!hasLeft(context)) {
        LOG.warn("{} {} failed", context.request().method(), context.normalizedPath(), cause);
      }
    }
    if (context.response().headWritten()) {
      context.request().connection().close();
      return;
    }
    retryAfter(cause)
        .map(wait -> Long.toString(wait.plusMillis(999).toSeconds()))
        .ifPresent(seconds -> context.response().putHeader(HttpHeaders.RETRY_AFTER, seconds));
    send(context.response(), problem);
  }

  private static Optional<Duration> retryAfter(Throwable cause) {
    return cause instanceof RequestFailure failure
        ? switch (failure.reason()) {
          case RequestFailure.TooSoon(_, var wait) -> Optional.of(wait);
          case RequestFailure.Busy(_, var wait) -> Optional.of(wait);
          case RequestFailure.Refused _,
              RequestFailure.Unknown _,
              RequestFailure.Conflict _,
              RequestFailure.Unavailable _ ->
              Optional.empty();
        }
        : Optional.empty();
  }

  /// Sends a problem document outside of any route.
  static void send(HttpServerResponse response, int status, String detail) {
    send(response, problem(status, detail, List.of()));
  }

  private static void send(HttpServerResponse response, JsonObject problem) {
    response
        .setStatusCode(problem.getInteger("status"))
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(problem.toBuffer())
        .onFailure(e -> LOG.debug("cannot send an error response", e));
  }

  private static Throwable cause(RoutingContext context) {
    Integer bound = context.get(BODY_BOUND);
    if (context.statusCode() == TOO_LARGE && bound != null) {
      return new HttpException(TOO_LARGE, "the body may have at most " + bound + " bytes here");
    }
    Throwable failure = context.failure();
    boolean whileReading =
        bound != null && !FrontDoor.hasNoBody(context.request()) && !context.request().isEnded();
    boolean isSaid = failure instanceof HttpException || failure instanceof FaultException;
    return whileReading && failure != null && !isSaid
        ? new HttpException(BAD_REQUEST, "the body is truncated or its chunks are malformed")
        : failure;
  }

  /// Whether the connection closed during the response, as happens when the user leaves a page, or
  /// Pingdeck shuts down.
  private static boolean hasLeft(RoutingContext context) {
    return switch (context.failure()) {
      case ReplyException _ -> false;
      case IOException _ -> context.response().headWritten();
      case VertxException _ -> context.response().headWritten() || context.response().closed();
      case null, default -> false;
    };
  }
}

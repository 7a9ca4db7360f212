package io.pingdeck.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.pingdeck.base.Fault;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// A service did not carry out a request and changed nothing. The message is written for users.
public final class RequestFailure extends ReplyException {
  private static final long serialVersionUID = 1;

  private final transient Reason reason;

  /// Why a request was not carried out.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(Refused.class),
    @JsonSubTypes.Type(Unknown.class),
    @JsonSubTypes.Type(Conflict.class),
    @JsonSubTypes.Type(TooSoon.class),
    @JsonSubTypes.Type(Busy.class),
    @JsonSubTypes.Type(Unavailable.class)
  })
  public sealed interface Reason {
    String text();
  }

  /// The request breaks a rule or exceeds a capacity limit.
  public record Refused(List<Fault> faults) implements Reason {
    public Refused {
      faults = List.copyOf(faults);
    }

    @Override
    public String text() {
      return faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
    }
  }

  /// The request refers to something that does not exist.
  ///
  /// @param text for example `no ping 17`
  public record Unknown(String text) implements Reason {}

  /// The current state of the object of the request does not allow it.
  ///
  /// @param text the reason
  public record Conflict(String text) implements Reason {}

  /// The same request was made a moment ago.
  public record TooSoon(String text, Duration retryAfter) implements Reason {}

  /// The service has as much to do as it may take on.
  public record Busy(String text, Duration retryAfter) implements Reason {}

  /// The service is temporarily unavailable.
  ///
  /// @param text the reason
  public record Unavailable(String text) implements Reason {}

  public RequestFailure(Reason reason) {
    super(ReplyFailure.RECIPIENT_FAILURE, reason.text());
    this.reason = reason;
  }

  public static RequestFailure unknown(String text) {
    return new RequestFailure(new Unknown(text));
  }

  public static RequestFailure conflict(String text) {
    return new RequestFailure(new Conflict(text));
  }

  public boolean isUnknown() {
    return reason instanceof Unknown;
  }

  public Reason reason() {
    return reason;
  }
}

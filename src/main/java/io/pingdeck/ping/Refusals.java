package io.pingdeck.ping;

import io.pingdeck.bus.PingAnswer;
import io.pingdeck.probe.Fault;
import io.pingdeck.probe.FaultException;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;

/// How a pinger worker says no.
final class Refusals {
  private Refusals() {}

  /// @throws FaultException if there are faults
  static void ifAny(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
  }

  /// A refusal by the rules or by the system is an answer; anything else is a fault of ours.
  static Future<PingAnswer> of(String field, Throwable cause) {
    return switch (cause) {
      case FaultException e -> Future.succeededFuture(new PingAnswer.Refused(e.faults()));
      case IOException e ->
          Future.succeededFuture(new PingAnswer.Refused(List.of(new Fault(field, e.getMessage()))));
      default -> Future.failedFuture(cause);
    };
  }
}

package io.pingdeck.ping;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingAnswer;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.loop.PingRefusedException;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;

/// How a pinger worker says no.
final class Refusals {
  private static final String TARGET = "target";

  private Refusals() {}

  /// @throws FaultException if there are faults
  static void ifAny(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
  }

  /// The same for a list, of which the refused ping's line is named.
  static Future<PingAnswer> of(List<ListedPing> list, Throwable cause) {
    if (cause instanceof PingRefusedException e) {
      Fault fault = new Fault(TARGET, e.getMessage());
      return of(TargetList.FIELD, new FaultException(List.of(list.get(e.index()).fault(fault))));
    }
    return of(TargetList.FIELD, cause);
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

package io.pingdeck.ping;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.loop.PingRefusedException;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;

/// Converts the refusals of a pinger worker to failures.
final class Refusals {
  private static final String TARGET = "target";

  private Refusals() {}

  /// @throws FaultException if there are faults
  static void ifAny(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
  }

  /// Converts a failure for a list; it names the line of the refused ping.
  static <T> Future<T> of(List<ListedPing> list, Throwable cause) {
    if (cause instanceof PingRefusedException e) {
      Fault fault = new Fault(TARGET, e.getMessage());
      return Future.failedFuture(new FaultException(List.of(list.get(e.index()).fault(fault))));
    }
    return of(TargetList.FIELD, cause);
  }

  /// An error of the system is reported as a fault of the request, like a violated rule.
  static <T> Future<T> of(String field, Throwable cause) {
    return Future.failedFuture(
        cause instanceof IOException e ? new FaultException(field, e.getMessage()) : cause);
  }
}

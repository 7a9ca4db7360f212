package io.pingdeck.ping;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reports ICMP errors without a quoted packet in batches. They may arrive fast, and each concerns
/// every ping to its sender.
final class BareErrorNotices {
  private static final long NOTICE_MILLIS = 500;

  private final Vertx vertx;
  private final Map<PingId, PingInfo> pings;
  private final Consumer<PingInfo> noticed;
  private final List<BareIcmpError> waiting = new ArrayList<>();

  /// @param noticed receives each ping with such an error
  BareErrorNotices(Vertx vertx, Map<PingId, PingInfo> pings, Consumer<PingInfo> noticed) {
    this.vertx = vertx;
    this.pings = pings;
    this.noticed = noticed;
  }

  void add(BareIcmpError error) {
    if (waiting.isEmpty()) {
      vertx.setTimer(NOTICE_MILLIS, _ -> tell());
    }
    waiting.add(error);
  }

  private void tell() {
    for (PingInfo ping : List.copyOf(pings.values())) {
      PingInfo told = ping;
      for (BareIcmpError error : waiting) {
        boolean isOurs = !ping.state().isEnded() && error.isFrom(ping.address());
        told = isOurs ? told.with(error) : told;
      }
      if (told != ping) {
        noticed.accept(told);
      }
    }
    waiting.clear();
  }
}

package io.pingdeck.ping.resolve;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.sample.PingId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The view of a worker's pings for an [AddressWatch].
///
/// @param budget budget of what they send to other hosts
/// @param readdress sends a ping to its present address; returns since when, as in [#change]
/// @param changed receives a ping whose address has changed, or stays for a reason
public record FollowedPings(
    Map<PingId, PingInfo> pings,
    SendBudget budget,
    Function<PingInfo, Future<Long>> readdress,
    Consumer<PingInfo> changed)
    implements AddressWatch.Pings {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedPings.class);

  @Override
  public Optional<PingInfo> find(long ping) {
    return Optional.ofNullable(pings.get(new PingId(ping)));
  }

  @Override
  public Optional<String> makeRoom(PingInfo ping, Endpoint to) {
    return budget.move(ping.spec(), to);
  }

  @Override
  public void change(PingInfo ping, LongConsumer since) {
    AddressChange change = ping.changes().getLast();
    String name = ping.spec().name();
    readdress
        .apply(ping)
        .onFailure(e -> {
          since.accept(0);
          LOG.warn("{}: {} fails: {}", name, change.text(), e.getMessage());
          PingInfo current = pings.get(ping.id());
          if (current != null && !current.state().isEnded()) {
            budget.move(ping.spec(), current.address());
          }
        })
        .onSuccess(epochNanos -> {
          since.accept(epochNanos);
          PingInfo current = pings.get(ping.id());
          if (current != null && current.state() == PingState.RUNNING) {
            LOG.info("{}: {}", name, change.text());
            changed.accept(current.at(ping.others(), change));
          }
        });
  }
}

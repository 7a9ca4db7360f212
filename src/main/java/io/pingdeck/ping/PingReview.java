package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Durations;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.policy.KnownUsers;
import io.pingdeck.ping.policy.OwnServers;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.UserApi;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Ends the pings that whoever started them might not start now: the role was taken away, the own
/// server they go to was removed, the token has expired, or they ran long enough.
final class PingReview {
  private final PingLimits limits;
  private final Map<PingId, PingInfo> pings;
  private final BiConsumer<PingInfo, String> end;
  private final OwnServers.Removals removals;

  /// @param end receives a ping and the reason
  PingReview(PingLimits limits, Map<PingId, PingInfo> pings, BiConsumer<PingInfo, String> end) {
    this.limits = requireNonNull(limits, "limits");
    this.pings = requireNonNull(pings, "pings");
    this.end = requireNonNull(end, "end");
    removals = limits.policy().own().watchRemovals();
  }

  /// Learns who may still ping. Without a keeper of users, callers keep the roles that they had.
  Future<?> readUsers(EventBus bus) {
    KnownUsers users = limits.policy().users();
    return UserApi.CHANGED
        .consume(
            bus,
            directory -> {
              users.set(directory);
              endRefused();
            })
        .compose(_ -> UserApi.USERS.request(bus, new UserApi.ReadDirectory()))
        .onSuccess(users::set)
        .recover(e ->
            e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
                ? Future.succeededFuture()
                : Future.failedFuture(e));
  }

  /// Call about once per second.
  void tick() {
    if (removals.areDue()) {
      endRefused();
    }
    endOverdue();
  }

  /// A paused ping is checked when it is resumed.
  private void endRefused() {
    for (PingInfo ping : List.copyOf(pings.values())) {
      if (ping.state() == PingState.RUNNING) {
        limits.refusal(ping.spec(), ping.address()).ifPresent(why -> end.accept(ping, why));
      }
    }
  }

  private void endOverdue() {
    Instant now = Instant.now();
    for (PingInfo ping : List.copyOf(pings.values())) {
      Caller by = ping.spec().startedBy();
      if (by.isRemote() && mayGoOn(ping)) {
        limits
            .policy()
            .farewell(by)
            .or(() -> ping.endsAt().filter(at -> !now.isBefore(at)).map(_ -> ranLong()))
            .ifPresent(why -> end.accept(ping, why));
      }
    }
  }

  private static boolean mayGoOn(PingInfo ping) {
    return ping.state() == PingState.RUNNING || ping.state() == PingState.PAUSED;
  }

  private String ranLong() {
    return "it ran for "
        + Durations.format(limits.sending().perUser().maxDuration())
        + ", the longest time for a ping of a remote user: ping.limits.maxDuration";
  }
}

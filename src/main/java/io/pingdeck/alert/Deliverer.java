package io.pingdeck.alert;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.channel.HttpCall;
import io.pingdeck.alert.channel.Message;
import io.pingdeck.alert.channel.ReceiverException;
import io.pingdeck.alert.channel.Receivers;
import io.pingdeck.alert.outbox.AlertBook;
import io.pingdeck.alert.outbox.Delivery;
import io.pingdeck.alert.outbox.Entry;
import io.pingdeck.alert.outbox.Outbox;
import io.pingdeck.base.NanoClock;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what the outbox says, and records what became of it.
final class Deliverer {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
  private static final String GONE = "there is no such channel any more";

  private final AlertKeeper keeper;
  private final Map<String, ChannelConfig> channels = new HashMap<>();
  private final Map<String, String> faults = new HashMap<>();
  private final Map<String, List<String>> told = new HashMap<>(); // channels by rule
  private final ToIntFunction<String> watched;
  private final Receivers receivers;
  private final Outbox outbox;
  private final NanoClock clock;
  private final InstantSource wall;
  private boolean closed;

  /// @param channels with their secrets read
  /// @param watched number of subjects that a rule watches
  Deliverer(
      AlertsConfig config,
      List<ChannelConfig> channels,
      AlertKeeper keeper,
      ToIntFunction<String> watched,
      Receivers receivers,
      NanoClock clock,
      InstantSource wall) {
    this.keeper = keeper;
    this.watched = watched;
    this.receivers = receivers;
    this.clock = clock;
    this.wall = wall;
    channels.forEach(channel -> this.channels.put(channel.name(), channel));
    config.rules().forEach(rule -> told.put(rule.name(), rule.channels()));
    outbox =
        new Outbox(
            config.groupWindow().toNanos(),
            config.giveUpAfter().toNanos(),
            RandomGenerator.getDefault());
  }

  /// Forms groups and sends what is due.
  void work() {
    if (closed) {
      return;
    }
    AlertBook book = keeper.book();
    keeper.commit(outbox.group(book, watched, clock.nanoTime()));
    for (Delivery delivery : outbox.due(book, clock.nanoTime())) {
      send(delivery);
    }
  }

  private void send(Delivery delivery) {
    ChannelConfig channel = channels.get(delivery.channel());
    if (channel == null) {
      giveUp(delivery, GONE);
      return;
    }
    Message message = Message.of(delivery);
    post(channel, message)
        .onSuccess(_ -> delivered(delivery))
        .onFailure(e -> failed(delivery, ReceiverException.reason(e)));
  }

  private Future<Void> post(ChannelConfig channel, Message message) {
    try {
      return receivers.send(HttpCall.of(channel, message, wall.instant()));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void delivered(Delivery delivery) {
    if (closed) {
      return; // recorded as not delivered: the next process sends it again, with the same key
    }
    if (!faults.getOrDefault(delivery.channel(), "").isEmpty()) {
      LOG.info("the channel {} works again", delivery.channel());
    }
    faults.remove(delivery.channel());
    outbox.delivered(delivery);
    keeper.commit(List.of(new Entry.Delivered(delivery.key(), delivery.channel())));
    work();
  }

  private void failed(Delivery delivery, String reason) {
    if (closed) {
      return;
    }
    if (faults.put(delivery.channel(), reason) == null) {
      LOG.warn("the channel {} failed ({}); retrying", delivery.channel(), reason);
    }
    if (outbox.failed(delivery, reason, clock.nanoTime())) {
      giveUp(delivery, reason);
    }
  }

  private void giveUp(Delivery delivery, String reason) {
    LOG.warn(
        "message {} for channel {} is given up: {}", delivery.key(), delivery.channel(), reason);
    outbox.delivered(delivery);
    keeper.commit(
        List.of(new Entry.GivenUp(delivery.key(), delivery.channel(), wall.instant(), reason)));
  }

  /// Sends a message that tells nothing but that it arrives.
  ///
  /// @return fails with the reason
  Future<Void> test(ChannelConfig channel, AlertChange example) {
    return post(
        channel, new Message("test-" + wall.millis(), "test: " + example.text(), List.of(example)));
  }

  /// Alertmanager forgets an alert that is not told again.
  void refresh() {
    AlertBook book = keeper.book();
    for (ChannelConfig channel : channels.values()) {
      if (channel.type() == ChannelType.ALERTMANAGER) {
        List<AlertChange> burning =
            book.newest().stream()
                .filter(AlertChange::isTold)
                .filter(
                    change -> told.getOrDefault(change.rule(), List.of()).contains(channel.name()))
                .toList();
        if (!burning.isEmpty()) {
          receivers
              .send(HttpCall.alertmanager(channel, burning, wall.instant()))
              .onFailure(
                  e -> LOG.debug("channel {}: {}", channel.name(), ReceiverException.reason(e)));
        }
      }
    }
  }

  String fault(String channel) {
    return faults.getOrDefault(channel, "");
  }

  String reason(Delivery delivery) {
    return outbox.reason(delivery);
  }

  String text(Delivery delivery) {
    return Message.of(delivery).text();
  }

  Map<String, ChannelConfig> channels() {
    return channels;
  }

  void close() {
    closed = true;
    receivers.close();
  }
}

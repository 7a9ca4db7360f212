package io.pingdeck.alert;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertSnapshot;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.Silence;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.channel.ReceiverException;
import io.pingdeck.alert.engine.AlertEngine;
import io.pingdeck.alert.outbox.AlertBook;
import io.pingdeck.alert.outbox.Delivery;
import io.pingdeck.alert.outbox.Entry;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Answers requests to the alerts.
final class AlertRequests {
  private static final Duration LONGEST_SILENCE = Duration.ofDays(366);
  private static final int LONGEST_NOTE = 500;

  private final AlertsConfig config;
  private final AlertKeeper keeper;
  private final AlertEngine engine;
  private final Deliverer deliverer;
  private final Replays replays;
  private final Map<String, Integer> watched;
  private final InstantSource wall;

  /// @param watched number of subjects by rule; the caller updates it
  AlertRequests(
      AlertsConfig config,
      AlertKeeper keeper,
      AlertEngine engine,
      Deliverer deliverer,
      Replays replays,
      Map<String, Integer> watched,
      InstantSource wall) {
    this.config = config;
    this.keeper = keeper;
    this.engine = engine;
    this.deliverer = deliverer;
    this.replays = replays;
    this.watched = watched;
    this.wall = wall;
  }

  Handlers<AlertApi.AlertRequest<?>> handlers() {
    return new Handlers<AlertApi.AlertRequest<?>>()
        .on(AlertApi.Page.class, asked -> Future.succeededFuture(page(asked)))
        .on(AlertApi.History.class, asked -> Future.succeededFuture(history(asked)))
        .on(AlertApi.Acknowledge.class, asked -> Future.succeededFuture(acknowledge(asked)))
        .on(AlertApi.Mute.class, asked -> Future.succeededFuture(mute(asked)))
        .on(AlertApi.ReadSilences.class, _ -> Future.succeededFuture(silences()))
        .on(AlertApi.ReadRules.class, _ -> Future.succeededFuture(rules()))
        .on(AlertApi.ReadChannels.class, _ -> Future.succeededFuture(channels()))
        .on(AlertApi.Test.class, this::test)
        .on(AlertApi.ReadOutbox.class, asked -> Future.succeededFuture(outgoing(asked.limit())))
        .on(AlertApi.Replay.class, replays::run)
        .on(
            AlertApi.StopReplay.class,
            asked -> Future.succeededFuture(new AlertApi.ReplayStopped(replays.stop(asked.id()))))
        .on(AlertApi.SendAgain.class, asked -> Future.succeededFuture(sendAgain(asked)));
  }

  private AlertBook book() {
    return keeper.book();
  }

  private AlertApi.Alerts page(AlertApi.Page asked) {
    List<AlertChange> found =
        book().newest().stream()
            .filter(change -> asked.state().isEmpty() || asked.state().get() == change.to())
            .filter(change -> asked.rule().isEmpty() || asked.rule().get().equals(change.rule()))
            .filter(change ->
                asked.subject().isEmpty() || isAbout(change.what(), asked.subject().get()))
            .sorted(Comparator.comparingLong(AlertChange::id).reversed())
            .toList();
    Map<String, Integer> states = new HashMap<>();
    engine.counts().forEach((state, count) -> states.put(state.json(), count));
    return new AlertApi.Alerts(
        found.stream().limit(asked.limit()).map(this::snapshot).toList(),
        states,
        found.size(),
        keeper.fault());
  }

  private static boolean isAbout(Subject what, String text) {
    return what.id().equals(text) || what.name().equals(text);
  }

  private AlertSnapshot snapshot(AlertChange change) {
    return new AlertSnapshot(
        change,
        book()
            .acknowledged(change.alert())
            .map(ack -> new AlertSnapshot.Acknowledgement(ack.by(), ack.at(), ack.note())));
  }

  private AlertApi.Changes history(AlertApi.History asked) {
    List<AlertChange> found = new ArrayList<>();
    for (AlertChange change : new ArrayList<>(book().history()).reversed()) {
      if (found.size() < asked.limit()
          && (asked.alert().isEmpty() || asked.alert().get() == change.alert())) {
        found.add(change);
      }
    }
    if (found.isEmpty() && asked.alert().isPresent()) {
      throw RequestFailure.unknown("no alert " + asked.alert().get());
    }
    return new AlertApi.Changes(found);
  }

  private AlertSnapshot acknowledge(AlertApi.Acknowledge asked) {
    checkNote(asked.note());
    AlertChange change =
        book().newest().stream()
            .filter(newest -> newest.alert() == asked.alert() && asked.alert() > 0)
            .findFirst()
            .orElseThrow(() -> RequestFailure.unknown("no alert " + asked.alert()));
    keeper.commit(
        List.of(new Entry.Acknowledged(asked.alert(), asked.by(), wall.instant(), asked.note())));
    return snapshot(change);
  }

  private static void checkNote(String note) {
    if (note.length() > LONGEST_NOTE) {
      throw new FaultException("note", "is too long (at most " + LONGEST_NOTE + " characters)");
    }
  }

  private AlertApi.Silences mute(AlertApi.Mute asked) {
    checkNote(asked.note());
    if (asked.length().isNegative() || asked.length().compareTo(LONGEST_SILENCE) > 0) {
      throw new FaultException("for", "is not from 0s to 366d");
    }
    if (!asked.rule().isEmpty()
        && config.rules().stream().noneMatch(rule -> rule.name().equals(asked.rule()))) {
      throw RequestFailure.unknown("no rule " + asked.rule());
    }
    Instant now = wall.instant();
    List<Silence> held = book().silences(now);
    boolean isNew =
        held.stream().noneMatch(s -> s.rule().equals(asked.rule()) && s.on().equals(asked.on()));
    if (isNew && asked.length().isPositive() && held.size() >= AlertBook.MOST_SILENCES) {
      throw RequestFailure.conflict(
          held.size() + " silences hold, which is the most: end one of them first (for: 0s)");
    }
    keeper.commit(
        List.of(
            new Entry.Silenced(
                new Silence(
                    asked.rule(),
                    asked.on(),
                    now.plus(asked.length()),
                    asked.by(),
                    asked.note()))));
    return silences();
  }

  private AlertApi.Silences silences() {
    return new AlertApi.Silences(book().silences(wall.instant()));
  }

  private AlertApi.Rules rules() {
    return new AlertApi.Rules(
        config.rules().stream()
            .map(rule ->
                new AlertApi.RuleSnapshot(
                    rule.name(),
                    rule.rule().text(),
                    rule.on().text(),
                    rule.channels(),
                    watched.getOrDefault(rule.name(), 0)))
            .toList());
  }

  private AlertApi.Channels channels() {
    return new AlertApi.Channels(config.channels().stream().map(this::channel).toList());
  }

  private AlertApi.ChannelSnapshot channel(ChannelConfig channel) {
    String name = channel.name();
    return new AlertApi.ChannelSnapshot(
        name,
        channel.type().json(),
        (int) book().waiting().stream().filter(waiting -> waiting.channel().equals(name)).count(),
        (int) book().givenUp().stream().filter(f -> f.delivery().channel().equals(name)).count(),
        deliverer.fault(name));
  }

  private Future<AlertApi.Tested> test(AlertApi.Test asked) {
    ChannelConfig channel = deliverer.channels().get(asked.channel());
    if (channel == null) {
      throw RequestFailure.unknown("no channel " + asked.channel());
    }
    Instant now = wall.instant();
    AlertChange example =
        new AlertChange(
            0,
            0,
            "test",
            "",
            new Subject(Subject.Kind.PING, "test", "test", ""),
            AlertState.OK,
            AlertState.FIRING,
            "firing",
            true,
            0,
            OptionalDouble.empty(),
            now,
            now,
            "this is a test, nothing is the matter",
            List.of());
    return deliverer
        .test(channel, example)
        .map(_ -> new AlertApi.Tested(""))
        .recover(e -> Future.succeededFuture(new AlertApi.Tested(ReceiverException.reason(e))));
  }

  private AlertApi.Outgoing outgoing(int limit) {
    return new AlertApi.Outgoing(
        newest(book().waiting().stream()).limit(limit).map(this::waiting).toList(),
        newest(book().givenUp().stream()).limit(limit).map(this::givenUp).toList());
  }

  private static <T> Stream<T> newest(Stream<T> oldestFirst) {
    return oldestFirst.toList().reversed().stream();
  }

  private AlertApi.OutgoingMessage waiting(Delivery delivery) {
    return new AlertApi.OutgoingMessage(
        delivery.key(),
        delivery.channel(),
        deliverer.text(delivery),
        delivery.changes().size(),
        Optional.empty(),
        deliverer.reason(delivery));
  }

  private AlertApi.OutgoingMessage givenUp(Delivery.Failed failed) {
    return new AlertApi.OutgoingMessage(
        failed.delivery().key(),
        failed.delivery().channel(),
        deliverer.text(failed.delivery()),
        failed.delivery().changes().size(),
        Optional.of(failed.at()),
        failed.reason());
  }

  private AlertApi.Outgoing sendAgain(AlertApi.SendAgain asked) {
    if (book().givenUp(asked.channel(), asked.key()).isEmpty()) {
      throw RequestFailure.unknown(
          "no message " + asked.key() + " of channel " + asked.channel() + " was given up");
    }
    keeper.commit(List.of(new Entry.SentAgain(asked.key(), asked.channel())));
    deliverer.work();
    return outgoing(1);
  }
}

package io.pingdeck.alert.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Subject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random alerts, receivers that fail, hang, answer late and twice, and processes that die at any
/// moment: nothing is lost, nothing is out of order, and nothing comes twice without the same key.
class OutboxSimulationTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long GROUP = 10 * SECOND;
  private static final long GIVE_UP = 3600 * SECOND;
  private static final int SUBJECTS = 6;
  private static final List<String> CHANNELS = List.of("a", "b");

  @TempDir private Path folder;
  private Random random;
  private long now;
  private AlertLog log;
  private AlertBook book;
  private Outbox outbox;
  private final List<AlertChange> made = new ArrayList<>();
  private final boolean[] firing = new boolean[SUBJECTS];
  private final Map<String, List<String>> received = new HashMap<>(); // keys by channel
  private final Map<String, List<Long>> contents = new HashMap<>(); // by channel and key
  private PriorityQueue<Answer> answers;
  private int restarts;
  private int repeated;
  private int grouped;

  /// @param ok whether the sender learns of the success
  private record Answer(long at, Delivery delivery, boolean ok) implements Comparable<Answer> {
    @Override
    public int compareTo(Answer other) {
      return Long.compare(at, other.at);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyMessageArrivesInOrder(long seed) throws Exception {
    random = new Random(seed);
    start();
    for (int i = 0; i < 3000; i++) {
      now += random.nextLong(2 * SECOND);
      if (random.nextInt(8) == 0) {
        change();
      }
      step(0.6);
      if (random.nextInt(100) == 0) {
        restart();
      }
    }
    for (int i = 0; i < 5000 && !isDone(); i++) {
      now += SECOND;
      step(0);
    }

    assertThat(isDone()).isTrue();
    check();
    assertThat(restarts).isPositive();
    assertThat(repeated).isPositive();
    assertThat(grouped).isPositive();
    log.close();
  }

  private boolean isDone() {
    return book.untold().isEmpty() && book.waiting().isEmpty();
  }

  private void start() throws Exception {
    log = new AlertLog(folder);
    book = new AlertBook("o" + restarts);
    log.read().entries().forEach(book::apply);
    log.rewrite(book.entries());
    outbox = new Outbox(GROUP, GIVE_UP, random);
    answers = new PriorityQueue<>();
  }

  /// Dies: what is in flight may have been received, and nobody learns of it.
  private void restart() throws Exception {
    restarts++;
    log.close();
    start();
  }

  private void commit(List<? extends Entry> entries) throws Exception {
    if (entries.isEmpty()) {
      return;
    }
    log.append(List.copyOf(entries));
    entries.forEach(book::apply);
  }

  private void change() throws Exception {
    int subject = random.nextInt(SUBJECTS);
    firing[subject] = !firing[subject];
    AlertChange change =
        new AlertChange(
            book.lastChange() + 1,
            firing[subject] ? book.lastAlert() + 1 : book.lastAlert(),
            subject % 2 == 0 ? "even" : "odd",
            "icmpError",
            new Subject(Subject.Kind.PING, "" + subject, "", ""),
            AlertState.OK,
            firing[subject] ? AlertState.FIRING : AlertState.RESOLVED,
            firing[subject] ? "firing" : "resolved",
            firing[subject],
            0,
            OptionalDouble.empty(),
            Instant.EPOCH,
            Instant.EPOCH,
            "",
            random.nextInt(4) == 0 ? List.of("a") : CHANNELS);
    made.add(change);
    commit(List.of(new Entry.Changed(change)));
  }

  private void step(double trouble) throws Exception {
    while (!answers.isEmpty() && answers.peek().at() <= now) {
      Answer answer = answers.remove();
      if (answer.ok()) {
        outbox.delivered(answer.delivery());
        commit(List.of(new Entry.Delivered(answer.delivery().key(), answer.delivery().channel())));
      } else {
        assertThat(outbox.failed(answer.delivery(), "no", now)).isFalse();
      }
    }
    commit(outbox.group(book, _ -> 0, now));
    for (Delivery delivery : outbox.due(book, now)) {
      send(delivery, trouble);
    }
  }

  private void send(Delivery delivery, double trouble) {
    long answered = now + random.nextLong(20 * SECOND);
    double luck = random.nextDouble();
    boolean arrives = luck >= trouble / 2;
    boolean isKnown = luck >= trouble;
    if (arrives) {
      receive(delivery);
    }
    answers.add(new Answer(answered, delivery, arrives && isKnown));
  }

  private void receive(Delivery delivery) {
    String place = delivery.channel() + delivery.key();
    List<Long> ids = delivery.changes().stream().map(AlertChange::id).toList();
    grouped += ids.size() > 1 ? 1 : 0;
    List<Long> before = contents.put(place, ids);
    if (before != null) {
      repeated++;
      assertThat(ids).as("the same key, the same content").isEqualTo(before);
      return;
    }
    received.computeIfAbsent(delivery.channel(), _ -> new ArrayList<>()).add(delivery.key());
  }

  private void check() {
    for (String channel : CHANNELS) {
      Map<String, List<Long>> expected = new HashMap<>();
      made.stream()
          .filter(change -> change.channels().contains(channel))
          .forEach(change ->
              expected.computeIfAbsent(change.key(), _ -> new ArrayList<>()).add(change.id()));
      Map<Long, AlertChange> byId = new HashMap<>();
      made.forEach(change -> byId.put(change.id(), change));
      Map<String, List<Long>> told = new HashMap<>();
      Set<Long> once = new HashSet<>();
      for (String key : received.get(channel)) {
        for (long id : contents.get(channel + key)) {
          assertThat(once.add(id)).as("change %s under one key only", id).isTrue();
          told.computeIfAbsent(byId.get(id).key(), _ -> new ArrayList<>()).add(id);
        }
      }
      assertThat(told).isEqualTo(expected);
    }
  }
}

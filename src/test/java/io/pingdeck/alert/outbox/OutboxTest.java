package io.pingdeck.alert.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Silence;
import io.pingdeck.alert.api.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;
  private final AlertBook book = new AlertBook("o");
  private final Outbox outbox = new Outbox(10 * SECOND, 60 * SECOND, new Random(1));

  private static AlertChange change(long id, String subject, String message) {
    return new AlertChange(
        id,
        id,
        "r",
        "icmpError",
        new Subject(Subject.Kind.PING, subject, subject, ""),
        AlertState.OK,
        message.equals("firing") ? AlertState.FIRING : AlertState.RESOLVED,
        message,
        message.equals("firing"),
        0,
        OptionalDouble.empty(),
        AT,
        AT,
        "",
        List.of("hook"));
  }

  private void change(AlertChange change) {
    book.apply(new Entry.Changed(change));
  }

  private List<Delivery> work(long now) {
    outbox.group(book, _ -> 0, now).forEach(book::apply);
    return outbox.due(book, now);
  }

  @Test
  void messagesWithinTheWindowBecomeOne() {
    change(change(1, "a", "firing"));
    assertThat(work(0)).isEmpty();
    change(change(2, "b", "firing"));
    assertThat(work(9 * SECOND)).isEmpty();

    List<Delivery> due = work(10 * SECOND);

    assertThat(due).hasSize(1);
    assertThat(due.getFirst().key()).isEqualTo("o-1");
    assertThat(due.getFirst().changes()).hasSize(2);
  }

  @Test
  void resolvedWaitsUntilFiringWasAccepted() {
    change(change(1, "a", "firing"));
    change(change(2, "a", "resolved"));
    work(0);

    List<Delivery> due = work(10 * SECOND);
    assertThat(due).extracting(Delivery::key).containsExactly("o-1");

    outbox.delivered(due.getFirst());
    book.apply(new Entry.Delivered("o-1", "hook"));
    assertThat(work(11 * SECOND)).extracting(Delivery::key).containsExactly("o-2");
  }

  @Test
  void failureIsRetriedAtGrowingDistancesAndGivenUp() {
    change(change(1, "a", "firing"));
    work(0);
    long now = 10 * SECOND;
    int attempts = 0;
    boolean givenUp = false;
    while (!givenUp) {
      for (Delivery delivery : work(now)) {
        attempts++;
        givenUp = outbox.failed(delivery, "status 500", now);
      }
      now += SECOND / 10;
    }

    assertThat(now).isBetween(70 * SECOND, 110 * SECOND);
    assertThat(attempts).isBetween(6, 10);
  }

  @Test
  void whatWasGivenUpIsSentAgainOnRequest() {
    change(change(1, "a", "firing"));
    work(0);
    Delivery delivery = work(10 * SECOND).getFirst();
    outbox.delivered(delivery);
    book.apply(new Entry.GivenUp("o-1", "hook", AT, "status 500"));
    assertThat(work(11 * SECOND)).isEmpty();
    assertThat(book.givenUp()).hasSize(1);

    book.apply(new Entry.SentAgain("o-1", "hook"));

    assertThat(work(12 * SECOND)).containsExactly(delivery);
    assertThat(book.givenUp()).isEmpty();
  }

  @Test
  void bookSurvivesAndCanBeWrittenAnew() throws Exception {
    change(change(1, "a", "firing"));
    change(change(2, "b", "firing"));
    work(0);
    work(10 * SECOND);
    change(change(3, "c", "firing"));
    work(11 * SECOND);
    work(21 * SECOND);
    book.apply(new Entry.GivenUp("o-1", "hook", AT, "status 500"));
    change(change(4, "d", "firing"));
    book.apply(new Entry.Acknowledged(4, "ada", AT, "known"));
    book.apply(new Entry.Silenced(new Silence("r", Scope.ALL, AT, "ada", "")));
    try (AlertLog log = new AlertLog(folder)) {
      log.rewrite(book.entries());
    }

    AlertBook read = new AlertBook("other");
    new AlertLog(folder).read().entries().forEach(read::apply);

    assertThat(read.entries()).isEqualTo(book.entries());
    assertThat(read.origin()).isEqualTo("o");
    assertThat(read.waiting()).extracting(Delivery::key).containsExactly("o-3");
    assertThat(read.untold()).extracting(AlertChange::id).containsExactly(4L);
    assertThat(read.acknowledged(4)).isPresent();
    assertThat(read.silences(AT.minusSeconds(1))).hasSize(1);
  }

  /// A process is killed while it appends: the file ends anywhere.
  @Test
  void tornLineIsNotThereAtAll() throws Exception {
    AlertLog log = new AlertLog(folder);
    log.rewrite(book.entries());
    log.append(List.of(new Entry.Changed(change(1, "a", "firing"))));
    long complete = Files.size(folder.resolve("alerts.log"));
    log.append(List.of(new Entry.Changed(change(2, "b", "firing"))));
    log.close();
    byte[] whole = Files.readAllBytes(folder.resolve("alerts.log"));
    Files.delete(folder.resolve("alerts.log.copy"));

    for (int length = (int) complete; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      Files.write(folder.resolve("alerts.log"), cut);
      AlertBook read = new AlertBook("x");
      new AlertLog(folder).read().entries().forEach(read::apply);
      assertThat(read.lastChange()).isBetween(1L, 2L);
      assertThat(read.untold()).hasSize((int) read.lastChange());
    }
  }

  /// It is older than the kept history, and another message about it came after it.
  @Test
  void givenUpMessageDoesNotBringItsAlertBack() {
    change(change(1, "a", "firing"));
    work(0);
    book.apply(new Entry.Grouped("o-1", "hook", List.of(1L), 1));
    book.apply(new Entry.GivenUp("o-1", "hook", AT, "status 500"));
    change(ok(2, "a"));
    for (long id = 3; id < 10_010; id++) {
      change(ok(id, "b"));
    }
    assertThat(book.newest()).isEmpty();

    AlertBook read = new AlertBook("");
    book.entries().forEach(read::apply);

    assertThat(read.newest()).isEmpty();
    assertThat(read.givenUp()).hasSize(1);
    assertThat(read.lastChange()).isEqualTo(book.lastChange());
  }

  private static AlertChange ok(long id, String subject) {
    return new AlertChange(
        id,
        id,
        "r",
        "icmpError",
        new Subject(Subject.Kind.PING, subject, subject, ""),
        AlertState.RESOLVED,
        AlertState.OK,
        "",
        false,
        0,
        OptionalDouble.empty(),
        AT,
        AT,
        "",
        List.of());
  }

  @Test
  void resolvedAlertsOfManyPingsAreBounded() {
    change(change(1, "first", "firing"));
    for (long id = 2; id < 10_012; id++) {
      change(change(id, "s" + id, "resolved"));
    }

    assertThat(book.newest()).hasSize(10_001);
    assertThat(book.newest("r\nping:first")).isPresent();
    assertThat(book.newest("r\nping:s2")).isEmpty();
  }

  @Test
  void endedSilencesGoFirst() {
    Instant year = AT.plusSeconds(365 * 86_400);
    book.apply(new Entry.Silenced(new Silence("", new Scope("long"), year, "ada", "")));
    for (int i = 0; i < 1500; i++) {
      Scope on = new Scope("p" + i);
      book.apply(new Entry.Silenced(new Silence("", on, AT.plusSeconds(i), "ada", "")));
    }

    assertThat(book.silences(AT.plusSeconds(2000)))
        .extracting(silence -> silence.on().text())
        .containsExactly("long");
  }
}

package io.pingdeck.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pingdeck.audit.api.AuditEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedRefusalsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RepeatedRefusals refusals = new RepeatedRefusals();

  private static AuditEntry entry(String source, String action, int status) {
    return new AuditEntry(NOW, "", "", "", source, action, "alice", "", status);
  }

  private boolean counts(String source, String action, int status) {
    return refusals.counts(entry(source, action, status), NOW);
  }

  private boolean counts(String who, String action, String object, int status) {
    return refusals.counts(
        new AuditEntry(NOW, who, "operator", "token", "192.0.2.7", action, object, "", status),
        NOW);
  }

  @Test
  void theFirstIsWrittenTheOthersAreCountedForAMinute() {
    assertThat(counts("192.0.2.7", "login", 401)).isFalse();
    for (int i = 0; i < 17; i++) {
      assertThat(counts("192.0.2.7", "login", 401)).isTrue();
    }
    assertThat(refusals.due(NOW.plusSeconds(59))).isEmpty();

    Instant then = NOW.plusSeconds(60);
    assertThat(refusals.due(then))
        .containsExactly(
            new AuditEntry(
                then, "", "", "", "192.0.2.7", "login", "", "17 more since " + NOW, 401));
    assertThat(refusals.due(then.plusSeconds(600))).isEmpty();
    assertThat(counts("192.0.2.7", "login", 401)).isFalse();
  }

  @Test
  void whatDiffersIsWritten() {
    assertThat(counts("192.0.2.7", "login", 401)).isFalse();
    assertThat(counts("192.0.2.8", "login", 401)).isFalse();
    assertThat(counts("192.0.2.7", "login", 429)).isFalse();
    assertThat(counts("192.0.2.7", "user.add", 403)).isFalse();
    assertThat(refusals.due(NOW.plusSeconds(60))).isEmpty();
  }

  /// Nor do failures of one caller hide those of another behind the same address.
  @Test
  void callersOfOneSourceAreCountedApart() {
    for (String who : List.of("olga", "otto")) {
      assertThat(counts(who, "ping.delete", "1", 404)).isFalse();
      assertThat(counts(who, "ping.delete", "2", 404)).isTrue();
    }

    assertThat(refusals.due(NOW.plusSeconds(60)))
        .extracting(AuditEntry::who, AuditEntry::role, AuditEntry::proof, AuditEntry::detail)
        .containsExactly(
            tuple("olga", "operator", "token", "1 more since " + NOW),
            tuple("otto", "operator", "token", "1 more since " + NOW));
  }

  @Test
  void whateverFailsAndRepeatsIsCounted() {
    for (int status : List.of(400, 404, 405, 409, 413, 415, 500, 503)) {
      assertThat(counts("olga", "user.add", "x", status)).isFalse();
      assertThat(counts("olga", "user.add", "x", status)).isTrue();
    }
  }

  @Test
  void whatOneCallerDoesIsBoundedInAll() {
    int written = 0;
    for (int i = 0; i < 5000; i++) {
      String action = i % 2 == 0 ? "ping.start" : "ping.delete";
      written += counts("olga", action, "" + i, 201) ? 0 : 1;
    }

    assertThat(written).isEqualTo(600);
    assertThat(counts("otto", "ping.start", "1", 201)).isFalse();
    assertThat(refusals.due(NOW.plusSeconds(60)))
        .extracting(AuditEntry::who, AuditEntry::action, AuditEntry::detail)
        .containsExactly(
            tuple("olga", "ping.start", "2200 more since " + NOW),
            tuple("olga", "ping.delete", "2200 more since " + NOW));
    assertThat(counts("olga", "ping.start", "1", 201)).isFalse();
  }

  /// A token that ends no session gets 204 each time.
  @Test
  void sessionsOfOneCallerAreBounded() {
    for (String action : List.of("login", "logout", "session.password")) {
      int written = 0;
      for (int i = 0; i < 100; i++) {
        written += counts("vera", action, "", 204) ? 0 : 1;
      }
      assertThat(written).isEqualTo(10);
    }
  }

  @Test
  void changesOfUsersAndWhatPingdeckDoesAreAlwaysWritten() {
    for (int i = 0; i < 5000; i++) {
      assertThat(counts("alice", "user.add", "" + i, 201)).isFalse();
      assertThat(counts("alice", "token.remove", "" + i, 204)).isFalse();
      assertThat(counts("", "serve", "", 0)).isFalse();
    }
  }

  /// An IPv6 network has more addresses than the log has room.
  @Test
  void manySourcesAreCountedTogether() {
    int written = 0;
    for (int i = 0; i < 5000; i++) {
      written += counts("2001:db8::" + Integer.toHexString(i), "login", 401) ? 0 : 1;
    }

    assertThat(written).isEqualTo(501);
    assertThat(refusals.due(NOW.plusSeconds(60)))
        .singleElement()
        .satisfies(one ->
            assertThat(one.detail())
                .isEqualTo("4499 more since " + NOW + ", from several sources"));
  }
}

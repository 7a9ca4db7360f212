package io.pingdeck.audit;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void whatIsDoneIsAlwaysWritten() {
    for (int status : List.of(0, 200, 201, 204, 400, 409, 503)) {
      assertThat(counts("192.0.2.7", "login", status)).isFalse();
      assertThat(counts("192.0.2.7", "login", status)).isFalse();
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

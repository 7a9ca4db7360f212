package io.pingdeck.user.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginDelaysTest {
  private static final String SOURCE = "192.0.2.7";

  private final LoginDelays delays = new LoginDelays();
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      delays.begin(SOURCE, now).ifPresent(wait -> now = now.plus(wait));
    }
  }

  @Test
  void fiveFailuresAreFree() {
    for (int i = 0; i < 5; i++) {
      assertThat(delays.begin(SOURCE, now)).isEmpty();
    }
    assertThat(delays.begin(SOURCE, now)).contains(Duration.ofSeconds(1));
  }

  @Test
  void theWaitDoublesUpToFiveMinutes() {
    fail(5);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(delays.begin(SOURCE, now)).contains(Duration.ofSeconds(seconds));
      now = now.plusSeconds(seconds);
      assertThat(delays.begin(SOURCE, now)).isEmpty();
    }
  }

  @Test
  void askingMeanwhileDoesNotMakeItLonger() {
    fail(5);
    delays.begin(SOURCE, now);
    now = now.plusMillis(400);

    assertThat(delays.begin(SOURCE, now)).contains(Duration.ofMillis(600));
  }

  @Test
  @Proves("W9")
  void otherSourcesAreNotDelayed() {
    fail(9);

    assertThat(delays.begin("192.0.2.8", now)).isEmpty();
  }

  @Test
  void aSourceIsForgottenAfterAQuarterOfAnHour() {
    fail(5);
    now = now.plusSeconds(901);

    for (int i = 0; i < 5; i++) {
      assertThat(delays.begin(SOURCE, now)).isEmpty();
    }
  }

  /// An attacker who has an account of his own could log in between guesses.
  @Test
  void successForgivesNoEarlierFailure() {
    fail(4);
    delays.begin(SOURCE, now);
    delays.takeBack(SOURCE);

    assertThat(delays.begin(SOURCE, now)).isEmpty();
    assertThat(delays.begin(SOURCE, now)).contains(Duration.ofSeconds(1));
  }

  @Test
  void successesAreNoFailures() {
    for (int i = 0; i < 100; i++) {
      assertThat(delays.begin(SOURCE, now)).isEmpty();
      delays.takeBack(SOURCE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "::ffff:192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "unknown, other, false"
  })
  void addressesOfOneHouseholdCountTogether(String one, String other, boolean together) {
    for (int i = 0; i < 5; i++) {
      delays.begin(one, now);
    }

    assertThat(delays.begin(other, now).isPresent()).isEqualTo(together);
  }

  @Test
  void anAccountThatManySourcesGuessGetsSlowAndIsNeverRefused() {
    for (int i = 0; i < 20; i++) {
      assertThat(delays.slowness("alice", now)).isZero();
      delays.failed("Alice", now);
    }

    assertThat(delays.slowness("alice", now)).isEqualTo(Duration.ofSeconds(1));
    assertThat(delays.slowness("bob", now)).isZero();
    assertThat(delays.begin(SOURCE, now)).isEqualTo(Optional.empty());
    assertThat(delays.slowness("alice", now.plusSeconds(901))).isZero();
  }

  @Test
  void whatIsRememberedIsBounded() {
    fail(5);
    for (int i = 0; i < LoginDelays.MOST_REMEMBERED; i++) {
      delays.begin("source " + i, now);
    }

    assertThat(delays.begin(SOURCE, now)).isEmpty();
  }
}

package io.pingdeck.ping.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.Stalls;
import io.pingdeck.testing.Proves;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// For any start of the monotonic clock: just booted, negative, or about to wrap.
class StallDetectorTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long WALL = 1_767_225_600L * SECOND;

  @ParameterizedTest
  @ValueSource(longs = {0, 5, -7 * SECOND, Long.MIN_VALUE, Long.MAX_VALUE - 20 * MILLI})
  void wakingMuchTooLateIsAStallAndALittleLateIsNot(long origin) {
    StallDetector watch = new StallDetector(origin, WALL);

    watch.waits(origin, 50 * MILLI);
    assertThat(watch.goesOn(origin + 51 * MILLI)).isFalse();
    watch.waits(origin + 52 * MILLI, 50 * MILLI);
    assertThat(watch.goesOn(origin + 402 * MILLI)).isTrue();
    watch.waits(origin + 403 * MILLI, 50 * MILLI);
    assertThat(watch.goesOn(origin + 420 * MILLI)).as("a packet came earlier").isFalse();

    assertThat(watch.stalls()).isEqualTo(new Stalls(1, 300 * MILLI, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -7 * SECOND, Long.MAX_VALUE - 20 * MILLI})
  @Proves("S11")
  void turnThatWasHeldUpDelaysWhatTheNextOneReceives(long origin) {
    StallDetector watch = new StallDetector(origin, WALL);

    watch.goesOn(origin);
    watch.waits(origin + 120 * MILLI, 50 * MILLI);

    assertThat(watch.goesOn(origin + 121 * MILLI)).isTrue();
    assertThat(watch.stalls().longestNanos()).isEqualTo(120 * MILLI);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -7 * SECOND, Long.MIN_VALUE})
  @Proves("S15")
  void hourOfSuspensionIsSeenFromTheWallClockAlone(long origin) {
    StallDetector watch = new StallDetector(origin, WALL);

    watch.compare(origin + SECOND, WALL + SECOND);
    watch.compare(origin + 2 * SECOND, WALL + 3_602 * SECOND);
    watch.compare(origin + 3 * SECOND, WALL + 3_603 * SECOND);

    assertThat(watch.stalls()).isEqualTo(new Stalls(0, 0, 1, 3_600 * SECOND));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600 * SECOND, -SECOND, 400 * MILLI})
  void clockThatIsSetBackOrSlewedIsNoSuspension(long jump) {
    StallDetector watch = new StallDetector(0, WALL);

    watch.compare(SECOND, WALL + SECOND + jump);

    assertThat(watch.stalls().suspensions()).isZero();
  }
}

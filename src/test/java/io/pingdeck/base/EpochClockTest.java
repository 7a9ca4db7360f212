package io.pingdeck.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class EpochClockTest {
  private static final long START = 1_767_323_045_123_456_789L;

  private long monotonic = -5;
  private long wall = START;
  private int asked;

  private EpochClock clock() {
    InstantSource instants = this::instant;
    return new EpochClock(() -> monotonic, () -> wall / 1_000_000, instants);
  }

  private Instant instant() {
    asked++;
    return Instant.ofEpochSecond(wall / 1_000_000_000, wall % 1_000_000_000);
  }

  private void pass(long nanos) {
    monotonic += nanos;
    wall += nanos;
  }

  @Test
  void goesOnWithTheMonotonicClockAndAsksForAnObjectOnceASecond() {
    EpochClock clock = clock();

    for (int i = 0; i < 10_000; i++) {
      pass(1_000_001);
      assertThat(clock.epochNanos()).isEqualTo(wall);
    }

    assertThat(asked).isBetween(10, 12);
  }

  @Test
  void followsWithinAMillisecondWhenTheWallClockIsSet() {
    EpochClock clock = clock();
    for (long step : new long[] {3_600_000_000_000L, -7_200_000_000_000L, 5_000_000, -5_000_000}) {
      pass(1_000);
      wall += step;
      clock.epochNanos();
      pass(1_000_000);

      assertThat(clock.epochNanos()).isEqualTo(wall);
      assertThat(clock.latestMillis()).isEqualTo(wall / 1_000_000);
      assertThat(clock.epochMillis(monotonic)).isEqualTo(wall / 1_000_000);
    }
  }

  /// Others had the processor before and after the wall clock was read.
  @Test
  void takesThePairOfReadingsThatIsClosest() {
    int[] readings = {0};
    InstantSource slow =
        () -> {
          pass(readings[0] == 2 ? 10 : 1_000_000);
          Instant now = instant();
          pass(readings[0]++ == 2 ? 10 : 3_000_000);
          return now;
        };
    EpochClock clock = new EpochClock(() -> monotonic, () -> wall / 1_000_000, slow);

    assertThat(wall - clock.epochNanos()).isBetween(0L, 20L);
  }

  @Test
  void saysWhatTheSystemSays() {
    Instant before = Instant.now();
    long epochNanos = EpochClock.system().epochNanos();
    Instant after = Instant.now();

    assertThat(Instant.ofEpochSecond(0, epochNanos)).isBetween(before, after.plusNanos(100_000));
  }
}

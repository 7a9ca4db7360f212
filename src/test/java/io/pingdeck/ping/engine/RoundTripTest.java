package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.testing.Proves;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTripTest {
  private static final long WALL = 1_735_689_600_000_000_000L;

  /// Timestamps are relative to the wall clock at the send; `-` means none. The round trip took 1
  /// ms by the monotonic clock.
  @ParameterizedTest(name = "{3}: {4}")
  @CsvSource({
    "20000,  0, 900000, KERNEL,         880000, both stamps",
    "20000,  0, 20000,  KERNEL,         0,      stamps equal",
    "20000,  0, 1071000, KERNEL,        1051000, longer by slew and slack",
    "20000,  0, 1071001, PROCESS,       1000000, longer than slew and slack allow",
    "-,      0, 900000, KERNEL_RECEIVE, 900000, receive stamp only",
    "20000,  0, -,      PROCESS,        1000000, transmit stamp only",
    "-,      0, -,      PROCESS,        1000000, no stamp",
    "-,      -, 900000, PROCESS,        1000000, wall clock of the send unknown",
    "20000,  0, 10000,  KERNEL_RECEIVE, 10000,  transmit stamp after the receive stamp",
    "20000,  0, 3600000000000,  PROCESS, 1000000, wall clock stepped forward by an hour",
    "20000,  0, -3600000000000, PROCESS, 1000000, wall clock stepped back by an hour",
  })
  void bestPairOfClocksThatAgreesWithTheMonotonicOneIsTaken(
      String stamp, String sent, String received, RttSource source, long nanos, String why) {
    var roundTrip = new RoundTrip();
    roundTrip.measure(wall(stamp), wall(sent), wall(received), -400_000, 600_000);
    assertThat(roundTrip.source()).as(why).isEqualTo(source);
    assertThat(roundTrip.nanos()).as(why).isEqualTo(nanos);
  }

  private static long wall(String relative) {
    return relative.equals("-") ? 0 : WALL + Long.parseLong(relative);
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775000, -9223372036854775808, 808", "5, 3, 0"})
  @Proves("S14")
  void monotonicDifferenceIsTakenAcrossTheWrapAndNeverNegative(
      long sent, long received, long nanos) {
    var roundTrip = new RoundTrip();
    roundTrip.measure(0, 0, 0, sent, received);
    assertThat(roundTrip.nanos()).isEqualTo(nanos);
  }
}

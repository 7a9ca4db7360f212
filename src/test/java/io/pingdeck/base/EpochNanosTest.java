package io.pingdeck.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochNanosTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1767323045678901234, 2026-01-02T03:04:05.678901234Z",
    "-1, 1969-12-31T23:59:59.999999999Z",
    "9223372036854775807, 2262-04-11T23:47:16.854775807Z",
  })
  void nanosecondsAndInstantsStandForEachOther(long nanos, Instant instant) {
    assertThat(EpochNanos.instant(nanos)).isEqualTo(instant);
    assertThat(EpochNanos.of(instant)).isEqualTo(nanos);
  }

  @Test
  void instantThatDoesNotFitIsNotWrappedAround() {
    assertThatThrownBy(() -> EpochNanos.of(Instant.parse("2263-01-01T00:00:00Z")))
        .isInstanceOf(ArithmeticException.class);
  }
}

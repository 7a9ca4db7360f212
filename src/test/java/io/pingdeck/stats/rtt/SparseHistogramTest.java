package io.pingdeck.stats.rtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pingdeck.testing.Proves;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseHistogramTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2047, 2048, 2049, 4095, 4096, 183_204, 1L << 62, Long.MAX_VALUE})
  void oneValueComesBackWithinThreeDigits(long value) {
    SparseHistogram histogram = new SparseHistogram();

    histogram.record(value);

    assertThat(histogram.percentile(50)).isGreaterThanOrEqualTo(value);
    assertThat(histogram.percentile(50) - value).isLessThanOrEqualTo(value / 1000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void percentilesEqualThoseOfHdrHistogram(long seed) {
    Random random = new Random(seed);
    Histogram library = new Histogram(3);
    SparseHistogram histogram = new SparseHistogram();

    for (int i = 0; i < 5_000; i++) {
      long value = (long) (200_000 * Math.exp(3 * random.nextGaussian()));
      library.recordValue(value);
      histogram.record(value);
    }

    for (double percent : new double[] {0.01, 1, 25, 50, 75, 90, 95, 99, 99.9, 100}) {
      assertThat(histogram.percentile(percent))
          .as("p%s", percent)
          .isEqualTo(library.getValueAtPercentile(percent));
    }
  }

  @Test
  @Proves("S9")
  void mergedHistogramEqualsOneThatSawEverything() {
    Random random = new Random(7);
    SparseHistogram all = new SparseHistogram();
    SparseHistogram first = new SparseHistogram();
    SparseHistogram second = new SparseHistogram();
    for (int i = 0; i < 2_000; i++) {
      long value = random.nextLong(1L << random.nextInt(1, 40));
      all.record(value);
      (i % 3 == 0 ? first : second).record(value);
    }

    first.add(second);

    assertThat(first.total()).isEqualTo(all.total());
    for (int percent = 1; percent <= 100; percent++) {
      assertThat(first.percentile(percent)).isEqualTo(all.percentile(percent));
    }
  }

  @Test
  void emptyHistogramHasNoPercentile() {
    assertThatIllegalStateException().isThrownBy(() -> new SparseHistogram().percentile(50));
  }

  @Test
  void negativeValueIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SparseHistogram().record(-1));
  }
}

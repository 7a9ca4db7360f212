package io.pingdeck.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A figure measured several times.
record Spread(double median, double min, double max) {
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(percentile(sorted, 50), sorted[0], sorted[sorted.length - 1]);
  }

  /// Computes the ratios within each round, because a disturbance affects both sides of a round.
  static Spread ofRatios(List<Rate> ours, List<Rate> theirs) {
    return of(
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToObj(i -> ours.get(i).perCoreSecond() / theirs.get(i).perCoreSecond())
            .toList());
  }

  /// Nearest rank.
  static double percentile(double[] sorted, double percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  static double[] sorted(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f-%.2f]", median, min, max);
  }
}

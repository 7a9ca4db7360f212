package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingId;
import java.util.List;

/// One ping over a time range, in contiguous buckets of equal width.
///
/// @param widthNanos width of a bucket; buckets start at multiples of it since 1970 UTC
/// @param histogram all RTTs of the range
/// @param gaps time spans in which samples of any ping were measured but could not be stored
public record HistorySeries(
    PingId ping,
    long widthNanos,
    List<HistoryBucket> buckets,
    List<HistogramBin> histogram,
    List<Gap> gaps) {
  public HistorySeries {
    requireNonNull(ping, "ping");
    buckets = List.copyOf(buckets);
    histogram = List.copyOf(histogram);
    gaps = List.copyOf(gaps);
  }
}

package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingId;
import java.util.List;

/// One ping over a span of time, in buckets of the same width without a hole between them.
///
/// @param widthNanos how long each bucket is; buckets begin at multiples of it since 1970 UTC
/// @param histogram of all RTTs of the span
/// @param gaps spans of which samples were measured but could not be kept, of any ping
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

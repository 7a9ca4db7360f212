package io.pingdeck.history.api;

import io.pingdeck.ping.sample.Sample;
import java.util.List;
import java.util.OptionalLong;

/// Samples of one ping, ordered by sequence.
///
/// @param nextEpochNanos start of the next page; empty if this is the last
public record SamplePage(List<Sample> samples, OptionalLong nextEpochNanos) {
  public SamplePage {
    samples = List.copyOf(samples);
  }
}

package io.pingdeck.history.api;

import io.pingdeck.ping.sample.Sample;
import java.util.List;
import java.util.OptionalLong;

/// Samples of one ping, in the order of their sequence.
///
/// @param nextEpochNanos where the following page begins; empty if this is the last
public record SamplePage(List<Sample> samples, OptionalLong nextEpochNanos) {
  public SamplePage {
    samples = List.copyOf(samples);
  }
}

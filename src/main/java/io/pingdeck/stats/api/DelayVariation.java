package io.pingdeck.stats.api;

import io.pingdeck.stats.rtt.ExactSum;
import java.util.OptionalDouble;

/// Variation of the RTT between consecutive probes (IPDV), in nanoseconds.
///
/// A pair is two probes with consecutive sequence numbers that both have an RTT. Each pair counts
/// once, when the later of its two RTTs becomes known. A probe without an RTT breaks the chain: no
/// difference is computed across a loss (RFC 3393 section 4.5).
public final class DelayVariation {
  private final ExactSum changes = new ExactSum();
  private long pairs;

  /// @param change |RTT(n) - RTT(n-1)|
  public void pair(long change) {
    changes.add(change);
    pairs++;
  }

  public void add(DelayVariation other) {
    changes.add(other.changes);
    pairs += other.pairs;
  }

  public void clear() {
    changes.clear();
    pairs = 0;
  }

  /// Mean of |RTT(n) - RTT(n-1)|; undefined before the first pair.
  public OptionalDouble meanAbsolute() {
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(changes.value() / pairs);
  }
}

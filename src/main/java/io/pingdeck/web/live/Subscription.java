package io.pingdeck.web.live;

import java.util.Set;

/// The pings that a live client has selected.
sealed interface Subscription {
  Subscription NONE = new Ids(Set.of());

  /// The newest pings, as many as a page shows.
  record Newest() implements Subscription {}

  record Ids(Set<Long> pings) implements Subscription {
    public Ids {
      pings = Set.copyOf(pings);
    }
  }

  /// @param newest the pings currently meant by [Newest]
  default boolean has(long ping, Set<Long> newest) {
    return switch (this) {
      case Newest _ -> newest.contains(ping);
      case Ids(var pings) -> pings.contains(ping);
    };
  }
}

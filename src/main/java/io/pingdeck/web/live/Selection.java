package io.pingdeck.web.live;

import java.util.Set;

/// Which pings a live client wants something of.
sealed interface Selection {
  Selection NONE = new Ids(Set.of());

  /// The newest pings, as many as a page shows.
  record Newest() implements Selection {}

  record Ids(Set<Long> pings) implements Selection {
    public Ids {
      pings = Set.copyOf(pings);
    }
  }

  /// @param newest the pings that [Newest] stands for at the moment
  default boolean has(long ping, Set<Long> newest) {
    return switch (this) {
      case Newest _ -> newest.contains(ping);
      case Ids(var pings) -> pings.contains(ping);
    };
  }
}

package io.pingdeck.stats;

/// RTTs of which most are held in few bytes: the newest are in a distribution that is quick to add
/// to, all before them in a packed one. Nothing is rounded, whatever the order.
final class PackedRtts {
  /// Merging them takes about as long as recording them did, for a thousand buckets packed.
  private static final int MOST_RECENT = 128;

  private static final byte[] NOTHING = {};

  private byte[] packed = NOTHING;
  private RttDistribution recent; // null as long as there is none

  void record(long rttNanos) {
    recent().record(rttNanos);
    if (recent.count() >= MOST_RECENT) {
      merge();
      recent.clear();
    }
  }

  private RttDistribution recent() {
    if (recent == null) {
      recent = new RttDistribution();
    }
    return recent;
  }

  /// Hardly any more will come.
  void pack() {
    merge();
    recent = null;
  }

  private void merge() {
    if (recent != null && recent.count() > 0) {
      packed = packed.length == 0 ? RttBytes.pack(recent) : RttBytes.add(packed, recent);
    }
  }

  void add(PackedRtts other) {
    if (other.packed.length > 0) {
      recent().add(RttBytes.unpack(other.packed));
    }
    if (other.recent != null) {
      recent().add(other.recent);
    }
  }

  /// Forgets everything for these.
  void replace(RttDistribution others) {
    packed = others.count() == 0 ? NOTHING : RttBytes.pack(others);
    recent = null;
  }

  /// All of them, not to be changed.
  RttDistribution all() {
    if (packed.length == 0) {
      return recent();
    }
    RttDistribution all = RttBytes.unpack(packed);
    if (recent != null) {
      all.add(recent);
    }
    return all;
  }
}

package io.pingdeck.stats.rtt;

import java.util.Arrays;
import java.util.Optional;

/// RTTs of which most are held in few bytes: the newest as they came, so that one more costs next
/// to nothing, all before them in a packed distribution. Nothing is rounded, whatever the order.
/// Not thread-safe.
public final class PackedRtts {
  /// Merging them takes about as long as recording them did, for a thousand buckets packed.
  private static final int MOST_RECENT = 128;

  /// Bytes would take hardly less than these, and what is thrown away soon costs more than memory.
  private static final int FEW = 32;

  private static final int FIRST_ROOM = 8;

  /// Where all of them, or the recent ones, are put together some thousand times a second: new room
  /// for them each time would be most of the garbage there is.
  private static final ThreadLocal<RttDistribution> ALL =
      ThreadLocal.withInitial(RttDistribution::new);

  private static final ThreadLocal<RttDistribution> RECENT =
      ThreadLocal.withInitial(RttDistribution::new);

  private static final byte[] NOTHING = {};
  private static final long[] NONE = {};

  private byte[] packed = NOTHING; // the first packedSize of them
  private int packedSize;
  private long[] recent = NONE;
  private int size;

  public PackedRtts() {
    // Empty.
  }

  public PackedRtts(RttDistribution others) {
    replace(others);
  }

  public void record(long rttNanos) {
    if (size == recent.length) {
      makeRoom();
    }
    recent[size++] = rttNanos;
  }

  private void makeRoom() {
    if (size == MOST_RECENT) {
      merge();
    } else {
      recent = Arrays.copyOf(recent, Math.clamp(2L * size, FIRST_ROOM, MOST_RECENT));
    }
  }

  /// Hardly any more will come; they come to `next`, which gets the room for them.
  public void packFor(PackedRtts next) {
    if (packedSize + size > FEW) {
      merge();
      if (next.size == 0 && next.recent.length < recent.length) {
        next.recent = recent;
      }
      recent = NONE;
    }
  }

  private void merge() {
    if (size > 0) {
      merge(recent());
      size = 0;
    }
  }

  /// @param more at least one
  private void merge(RttDistribution more) {
    keep(packedSize == 0 ? RttBytes.pack(more) : RttBytes.add(packed, packedSize, more));
  }

  private void keep(RttBytes draft) {
    packed = draft.into(packed);
    packedSize = draft.size();
  }

  /// Until this thread asks for such again.
  private RttDistribution recent() {
    RttDistribution distribution = RECENT.get();
    distribution.clear();
    recordRecent(distribution);
    return distribution;
  }

  /// In order, because a histogram is quicker to fill that way.
  private void recordRecent(RttDistribution into) {
    Arrays.sort(recent, 0, size);
    for (int i = 0; i < size; i++) {
      into.record(recent[i]);
    }
  }

  public void add(PackedRtts other) {
    if (other.packedSize > 0) {
      merge(RttBytes.unpack(other.packed, other.packedSize));
    }
    for (int i = 0; i < other.size; i++) {
      record(other.recent[i]);
    }
  }

  /// Forgets everything and keeps its room.
  public void clear() {
    packedSize = 0;
    size = 0;
  }

  /// Forgets everything for these.
  public void replace(RttDistribution others) {
    clear();
    if (others.count() > 0) {
      merge(others);
    }
  }

  /// All of them.
  public RttDistribution all() {
    RttDistribution all =
        packedSize == 0 ? new RttDistribution(size) : RttBytes.unpack(packed, packedSize);
    addRecent(all);
    return all;
  }

  /// All of them, until this thread asks for any again.
  public RttDistribution passing() {
    RttDistribution all = ALL.get();
    all.clear();
    if (packedSize > 0) {
      RttBytes.unpack(packed, packedSize, all);
    }
    addRecent(all);
    return all;
  }

  /// A summary of all of them.
  public Optional<RttSummary> summary() {
    return passing().summary();
  }

  private void addRecent(RttDistribution all) {
    if (all.count() == 0) {
      recordRecent(all);
    } else if (size > 0) {
      all.add(recent());
    }
  }
}

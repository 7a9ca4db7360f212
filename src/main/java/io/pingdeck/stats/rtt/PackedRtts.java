package io.pingdeck.stats.rtt;

import io.pingdeck.base.VarWriter;
import java.util.Arrays;
import java.util.Optional;

/// RTTs held in few bytes. The newest up to 2.1 s are kept as recorded, so that adding one is
/// cheap; all others are in a packed distribution. Nothing is rounded, and the order does not
/// matter. Not thread-safe.
public final class PackedRtts {
  /// With a thousand packed buckets, merging this many takes about as long as recording them did.
  private static final int MOST_RECENT = 128;

  /// Up to this number packing would hardly save memory, and short-lived garbage costs more.
  private static final int FEW = 32;

  private static final int FIRST_ROOM = 8;

  /// Per-thread scratch space. Distributions are merged some thousand times per second, so
  /// allocating them each time would dominate the garbage.
  private static final ThreadLocal<RttDistribution> ALL =
      ThreadLocal.withInitial(RttDistribution::new);

  private static final ThreadLocal<RttDistribution> RECENT =
      ThreadLocal.withInitial(RttDistribution::new);

  private static final byte[] NOTHING = {};
  private static final int[] NONE = {};

  private byte[] packed = NOTHING; // valid up to packedSize
  private int packedSize;
  private int[] recent = NONE;
  private int size;

  public PackedRtts() {
    // Empty.
  }

  public PackedRtts(RttDistribution others) {
    replace(others);
  }

  public void record(long rttNanos) {
    if (rttNanos != (int) rttNanos) {
      merge(alone(rttNanos));
      return;
    }
    if (size == recent.length) {
      makeRoom();
    }
    recent[size++] = (int) rttNanos;
  }

  private void makeRoom() {
    if (size == MOST_RECENT) {
      merge();
    } else {
      recent = Arrays.copyOf(recent, Math.clamp(2L * size, FIRST_ROOM, MOST_RECENT));
    }
  }

  /// Packs these RTTs, because few more are expected, and hands the buffer to `next`.
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

  private void keep(VarWriter draft) {
    packed = draft.into(packed);
    packedSize = draft.size();
  }

  /// Valid until this thread calls it again.
  private RttDistribution recent() {
    RttDistribution distribution = RECENT.get();
    distribution.clear();
    recordRecent(distribution);
    return distribution;
  }

  /// Valid until this thread calls it or [#recent()] again.
  private static RttDistribution alone(long rttNanos) {
    RttDistribution distribution = RECENT.get();
    distribution.clear();
    distribution.record(rttNanos);
    return distribution;
  }

  /// Sorted, because a histogram fills faster in order.
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

  /// Clears the contents and keeps the buffers.
  public void clear() {
    packedSize = 0;
    size = 0;
  }

  /// Replaces the contents.
  public void replace(RttDistribution others) {
    clear();
    if (others.count() > 0) {
      merge(others);
    }
  }

  /// A new distribution of all RTTs.
  public RttDistribution all() {
    RttDistribution all =
        packedSize == 0 ? new RttDistribution(size) : RttBytes.unpack(packed, packedSize);
    addRecent(all);
    return all;
  }

  /// A distribution of all RTTs, valid until this thread calls it again.
  public RttDistribution passing() {
    RttDistribution all = ALL.get();
    all.clear();
    if (packedSize > 0) {
      RttBytes.unpack(packed, packedSize, all);
    }
    addRecent(all);
    return all;
  }

  /// A summary of all RTTs.
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

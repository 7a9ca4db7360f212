package io.pingdeck.echo.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LruTableTest {
  @Test
  void aKeyKeepsItsSlotWhileTheTableGrows() {
    LruTable table = new LruTable(10_000);
    Map<Integer, Integer> slots = new HashMap<>();
    for (int key = 0; key < 10_000; key++) {
      slots.put(key, table.touch(key, -key, key));
      assertThat(table.isFresh()).isTrue();
    }

    assertThat(slots.values()).doesNotHaveDuplicates().allMatch(slot -> slot < table.capacity());
    slots.forEach((key, slot) -> {
      assertThat(table.touch(key, -key, key)).isEqualTo(slot);
      assertThat(table.isFresh()).isFalse();
    });
  }

  @Test
  void eachPartOfAKeyCounts() {
    LruTable table = new LruTable(8);

    assertThat(table.touch(1, 2, 3))
        .isNotEqualTo(table.touch(0, 2, 3))
        .isNotEqualTo(table.touch(1, 0, 3))
        .isNotEqualTo(table.touch(1, 2, 0));
    assertThat(table.size()).isEqualTo(4);
  }

  @Test
  void itForgetsExactlyAsTwoListsWould() {
    for (int maxSize : new int[] {1, 2, 3, 7, 64, 100}) {
      LruTable table = new LruTable(maxSize);
      TwoLists lists = new TwoLists(maxSize);
      SplittableRandom random = new SplittableRandom(maxSize);
      for (int i = 0; i < 50_000; i++) {
        long key = random.nextInt(3) == 0 ? random.nextInt(maxSize) : random.nextInt(4 * maxSize);
        table.touch(key, 0, 0);

        assertThat(table.isFresh()).isEqualTo(lists.touch(key));
        assertThat(table.size()).isEqualTo(lists.size());
      }
    }
  }

  @Test
  void aFloodOfStrangersDoesNotPushOutTheKnown() {
    LruTable table = new LruTable(1_000);
    for (int seen = 0; seen < 2; seen++) {
      for (int key = 0; key < 500; key++) {
        table.touch(key, 0, 0);
      }
    }

    for (int stranger = 0; stranger < 1_000_000; stranger++) {
      table.touch(stranger, 1, 0);
    }

    assertThat(table.size()).isEqualTo(1_000);
    assertThat(table.capacity()).isEqualTo(1_000);
    for (int key = 0; key < 500; key++) {
      table.touch(key, 0, 0);
      assertThat(table.isFresh()).isFalse();
    }
  }

  /// The same rule in a simple, slow implementation.
  private static final class TwoLists {
    private final int maxSize;
    private final SequencedSet<Long> strangers = new LinkedHashSet<>();
    private final SequencedSet<Long> known = new LinkedHashSet<>();

    TwoLists(int maxSize) {
      this.maxSize = maxSize;
    }

    boolean touch(long key) {
      if (known.contains(key) || strangers.contains(key)) {
        known.remove(key);
        strangers.remove(key);
        known.addLast(key);
        if (known.size() > maxSize / 2) {
          strangers.addLast(known.removeFirst());
        }
        return false;
      }
      if (size() == maxSize) {
        (strangers.isEmpty() ? known : strangers).removeFirst();
      }
      strangers.addLast(key);
      return true;
    }

    int size() {
      return strangers.size() + known.size();
    }
  }
}

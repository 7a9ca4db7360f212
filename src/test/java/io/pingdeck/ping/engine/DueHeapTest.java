package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueHeapTest {
  private final DueHeap heap = new DueHeap();

  @Test
  void slotsComeOutInTheOrderOfTheirTimes() {
    heap.put(7, 30);
    heap.put(100, 10);
    heap.put(0, 20);
    assertThat(drain()).containsExactly(100, 0, 7);
  }

  @Test
  void putMovesASlotThatIsThereAlready() {
    heap.put(1, 10);
    heap.put(2, 20);
    heap.put(1, 30);
    heap.put(3, 25);
    heap.put(3, 5);
    assertThat(drain()).containsExactly(3, 2, 1);
  }

  @Test
  void removingWhatIsNotThereDoesNothing() {
    heap.put(1, 10);
    heap.remove(2);
    heap.remove(1_000_000);
    heap.remove(1);
    heap.remove(1);
    assertThat(heap.isEmpty()).isTrue();
  }

  /// The last slot of the heap moves into the hole; here it is earlier than the hole's parent.
  @Test
  void removalFromAnotherBranchKeepsTheOrder() {
    int[] times = {0, 50, 1, 60, 70, 2, 3, 80, 81, 82, 83, 4, 5, 6, 7};
    for (int time : times) {
      heap.put(time, time);
    }
    heap.remove(60);
    assertThat(drain()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 50, 70, 80, 81, 82, 83);
  }

  /// Also with negative or wrapping clock readings.
  @ParameterizedTest
  @ValueSource(longs = {0, -500, Long.MAX_VALUE - 500, Long.MIN_VALUE})
  void agreesWithAPlainSearchForTheEarliest(long origin) {
    Random random = new Random(origin);
    Map<Integer, Long> times = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      boolean drains = i / 500 % 2 == 1 && !heap.isEmpty() && random.nextBoolean();
      int slot = drains ? heap.first() : random.nextInt(200);
      if (drains || random.nextInt(3) == 0) {
        heap.remove(slot);
        times.remove(slot);
      } else {
        long time = random.nextInt(1_000);
        heap.put(slot, origin + time);
        times.put(slot, time);
      }
      assertThat(heap.isEmpty()).isEqualTo(times.isEmpty());
      if (!times.isEmpty()) {
        long earliest = times.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        assertThat(heap.firstNanos() - origin).isEqualTo(earliest);
        assertThat(times).containsEntry(heap.first(), earliest);
      }
    }
  }

  private List<Integer> drain() {
    List<Integer> slots = new ArrayList<>();
    while (!heap.isEmpty()) {
      slots.add(heap.first());
      heap.remove(heap.first());
    }
    return slots;
  }
}

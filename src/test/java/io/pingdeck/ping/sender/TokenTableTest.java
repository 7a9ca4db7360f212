package io.pingdeck.ping.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTableTest {
  /// Compares with a map of the JDK; with few bits, most tokens have the same preferred slots.
  @ParameterizedTest
  @ValueSource(longs = {-1, 0xf000_0000_0000_0007L, 0xff00_0000_0000_0000L})
  void holdsWhatAMapHolds(long bits) {
    Random random = new Random(1);
    TokenTable<String> table = new TokenTable<>();
    Map<Long, String> map = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long token = random.nextLong() & bits;
      if (map.containsKey(token) || random.nextInt(3) == 0 && !map.isEmpty()) {
        long gone = map.containsKey(token) ? token : map.keySet().iterator().next();
        assertThat(table.remove(gone)).isEqualTo(map.remove(gone));
      } else if (map.size() < 500) {
        table.put(token, "probe " + i);
        map.put(token, "probe " + i);
      }
      if (i % 1000 == 0) {
        String digit = Integer.toString(i / 1000 % 10);
        table.removeIf(value -> value.endsWith(digit));
        map.values().removeIf(value -> value.endsWith(digit));
      }
      assertThat(table.get(token)).isEqualTo(map.get(token));
      assertThat(table.size()).isEqualTo(map.size());
    }
    List<String> all = new ArrayList<>();
    table.forEach(all::add);
    assertThat(all).containsExactlyInAnyOrderElementsOf(map.values());
    map.forEach((token, value) -> assertThat(table.get(token)).isEqualTo(value));
  }
}

package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressIndexTest {
  private final AddressIndex index = new AddressIndex();

  @Test
  void agreesWithAHashMap() {
    Random random = new Random(5);
    Map<Endpoint, AddressGroup> groups = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      Endpoint address =
          new Endpoint(random.nextInt(2), random.nextInt(1_000), random.nextInt(3), 0);
      if (random.nextInt(3) > 0) {
        AddressGroup group = index.findOrAdd(address);
        AddressGroup before = groups.put(address, group);
        assertThat(before == null || before == group).isTrue();
      } else if (groups.containsKey(address)) {
        index.remove(groups.remove(address));
      }
      assertThat(index.find(address.high(), address.low(), address.port()))
          .isSameAs(groups.get(address));
    }
  }

  @Test
  void scopeTellsNoGroupsApart() {
    Endpoint first = new Endpoint(0xfe80L << 48, 1, 12000, 2);
    Endpoint second = new Endpoint(0xfe80L << 48, 1, 12000, 3);
    assertThat(index.findOrAdd(first)).isSameAs(index.findOrAdd(second));
  }
}

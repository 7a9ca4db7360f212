package io.pingdeck.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final long LINK_LOCAL = 0xfe80L << 48;

  @Test
  void aZoneIsShownByTheNameOfItsInterface() throws Exception {
    NetworkInterface some = NetworkInterface.networkInterfaces().findFirst().orElseThrow();

    Endpoint endpoint = new Endpoint(LINK_LOCAL, 1, 7, some.getIndex());

    assertThat(endpoint.host()).isEqualTo("fe80::1%" + some.getName());
    assertThat(endpoint).hasToString("[fe80::1%" + some.getName() + "]:7");
  }

  @Test
  void aZoneWhoseInterfaceHasGoneIsShownByItsIndex() {
    assertThat(new Endpoint(LINK_LOCAL, 1, 0, 987_654).host()).isEqualTo("fe80::1%987654");
  }
}

package io.pingdeck.echo.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EchoPortsTest {
  private final EchoPorts ports = new EchoPorts();

  @Test
  void aPortIsOursUntilTheLastServerOnItStops() {
    ports.add(12000); // 127.0.0.1
    ports.add(12000); // ::1
    ports.add(65535);

    ports.remove(12000);

    assertThat(ports.contains(12000)).isTrue();
    assertThat(ports.contains(65535)).isTrue();
    assertThat(ports.contains(12001)).isFalse();
    ports.remove(12000);
    assertThat(ports.contains(12000)).isFalse();
    assertThat(ports.contains(65535)).isTrue();
  }
}

package io.pingdeck.ping.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServicePortsTest {
  private static final ServicePorts SERVICES =
      ServicePorts.of(
          List.of(
              "# names",
              "",
              "smtp\t\t2525/tcp\tmail  relay # of this company",
              "counter 9000/udp",
              "broken 70000/tcp",
              "broken 0/tcp",
              "broken x/tcp",
              "other 1/sctp"));

  @Test
  void theFileOverridesTheBuiltInPorts() {
    assertThat(SERVICES.find("smtp", "tcp")).hasValue(2525);
    assertThat(SERVICES.find("imap", "tcp")).hasValue(143);
    assertThat(ServicePorts.of(List.of()).find("smtp", "tcp")).hasValue(25);
  }

  @Test
  void aliasesAreNamesAndCommentsAreNot() {
    assertThat(SERVICES.find("MAIL", "tcp")).hasValue(2525);
    assertThat(SERVICES.find("relay", "tcp")).hasValue(2525);
    assertThat(SERVICES.find("of", "tcp")).isEmpty();
    assertThat(SERVICES.find("#", "tcp")).isEmpty();
  }

  @Test
  void anotherTransportIsAnotherService() {
    assertThat(SERVICES.find("counter", "udp")).hasValue(9000);
    assertThat(SERVICES.find("counter", "tcp")).isEmpty();
    assertThat(SERVICES.find("ntp", "tcp")).isEmpty();
  }

  @Test
  void whatIsNoPortIsPassedOver() {
    assertThat(SERVICES.find("broken", "tcp")).isEmpty();
    assertThat(SERVICES.find("other", "tcp")).isEmpty();
  }
}

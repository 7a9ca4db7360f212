package io.pingdeck.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcmpNamesTest {
  @ParameterizedTest
  @CsvSource({
    "false, 3, 0, network unreachable",
    "false, 3, 1, host unreachable",
    "false, 3, 3, port unreachable",
    "false, 3, 4, packet too big",
    "false, 3, 13, communication prohibited",
    "false, 11, 0, time to live exceeded",
    "false, 11, 1, reassembly time exceeded",
    "false, 12, 0, parameter problem",
    "false, 3, 16, 'ICMP type 3, code 16'",
    "false, 1, 4, 'ICMP type 1, code 4'",
    "true, 1, 0, no route",
    "true, 1, 3, address unreachable",
    "true, 1, 4, port unreachable",
    "true, 2, 0, packet too big",
    "true, 3, 0, hop limit exceeded",
    "true, 4, 1, parameter problem",
    "true, 11, 0, 'ICMP type 11, code 0'",
  })
  void aTypeMeansSomethingElseInEachFamily(boolean ipv6, int type, int code, String name) {
    assertThat(IcmpNames.name(ipv6, type, code)).isEqualTo(name);
  }
}

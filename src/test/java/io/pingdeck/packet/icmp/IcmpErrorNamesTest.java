package io.pingdeck.packet.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcmpErrorNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false |  3 |   0 | net unreachable
          false |  3 |   1 | host unreachable
          false |  3 |   3 | port unreachable
          false |  3 |   4 | fragmentation needed
          false |  3 |  13 | communication administratively prohibited
          false |  3 |  16 | destination unreachable, code 16
          false |  4 |   0 | source quench
          false |  5 |   1 | redirect for the host
          false | 11 |   0 | time to live exceeded in transit
          false | 11 |   1 | fragment reassembly time exceeded
          false | 12 |   0 | parameter problem
          false | 77 |   5 | ICMP type 77 code 5
          true  |  1 |   0 | no route to destination
          true  |  1 |   1 | communication administratively prohibited
          true  |  1 |   3 | address unreachable
          true  |  1 |   4 | port unreachable
          true  |  2 |   0 | packet too big
          true  |  3 |   0 | hop limit exceeded in transit
          true  |  4 |   1 | unrecognized next header type
          true  | 11 |   0 | ICMPv6 type 11 code 0
          """)
  @Proves("I10")
  void errorsHaveTheirRfcsNames(boolean ipv6, int type, int code, String name) {
    assertThat(IcmpErrorNames.name(ipv6, type, code)).isEqualTo(name);
  }

  @Test
  void noTwoErrorsOfOneFamilyShareAName() {
    for (boolean ipv6 : new boolean[] {false, true}) {
      Set<String> names = new HashSet<>();
      int all = 0;
      for (int type = 0; type < 256; type++) {
        boolean codeCounts = type != (ipv6 ? 2 : 4); // packet too big and source quench have one
        for (int code = 0; code < (codeCounts ? 256 : 1); code++, all++) {
          names.add(IcmpErrorNames.name(ipv6, type, code));
        }
      }
      assertThat(names).hasSize(all);
    }
  }
}

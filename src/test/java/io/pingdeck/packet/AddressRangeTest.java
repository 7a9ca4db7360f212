package io.pingdeck.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, ::1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "::/0, fd00::1, true",
    "::/0, 192.0.2.1, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "2001:db8::/64, 2001:db8::ffff:0:0:1, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "2001:db8::8000:0:0:0/65, 2001:db8::7fff:0:0:0, false",
    "2001:db8::8000:0:0:0/65, 2001:db8::ffff:0:0:0, true",
    "::1/128, ::1, true",
    "::1, ::2, false",
  })
  void holdsTheAddressesThatShareItsPrefix(String range, String address, boolean isInside) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(isInside);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "192.0.2.7, 192.0.2.7",
    "192.0.2.7/32, 192.0.2.7",
    "FD00::/8, fd00::/8",
    "::1/128, ::1",
  })
  void isWrittenAsItIsRead(String given, String shown) {
    assertThat(AddressRange.parse(given)).hasToString(shown);
    assertThat(AddressRange.parse(shown)).isEqualTo(AddressRange.parse(given));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, after the prefix of 8",
    "fd00::1/8, after the prefix of 8",
    "10.0.0.0/33, (0-32)",
    "fd00::/129, (0-128)",
    "10.0.0.0/, prefix length",
    "10.0.0.0/-1, prefix length",
    "10.0.0.0/08x, prefix length",
    "10.0.0/8, is not an address",
    "10.1, is not an address",
    "1, is not an address",
    "example.org, is not an address",
    "/8, is not an address",
    "'', is not an address",
    "fe80::1%lo, is not an address",
    "10.0.0.0/8/8, prefix length",
  })
  void anythingElseIsAFault(String text, String why) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}

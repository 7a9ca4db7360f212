package io.pingdeck.ping.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.FaultException;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.ResolvedHost;
import io.pingdeck.ping.target.Target;
import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HostResolverTest {
  private static final Target TARGET = Target.parse("udp://many.example:7");

  @ParameterizedTest
  @CsvSource({
    "ANY,  192.0.2.2:7,       192.0.2.1:7 [2001:db8::2]:7 [2001:db8::1]:7",
    "IPV4, 192.0.2.2:7,       192.0.2.1:7",
    "IPV6, [2001:db8::2]:7,   [2001:db8::1]:7",
  })
  void theFirstOfTheWantedFamilyIsChosenAndTheOthersAreNamed(
      AddressFamily family, String chosen, String others) {
    ResolvedHost address =
        choose(family, "2001:db8::2", "192.0.2.2", "2001:db8::1", "192.0.2.1", "192.0.2.2");

    assertThat(address.chosen()).hasToString(chosen);
    assertThat(address.others()).extracting(Endpoint::toString).containsExactly(others.split(" "));
  }

  @Test
  void oneAddressHasNoOthers() {
    assertThat(choose(AddressFamily.ANY, "192.0.2.2", "192.0.2.2").others()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 2001:db8::1, IPv4", "IPV6, 192.0.2.1, IPv6"})
  void aNameWithoutTheWantedFamilySaysSo(AddressFamily family, String address, String name) {
    assertThatThrownBy(() -> choose(family, address))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("family")
        .hasMessageContaining("many.example has no " + name + " address");
  }

  @ParameterizedTest
  @EnumSource(AddressFamily.class)
  void anAddressNeedsNoNameServer(AddressFamily family) {
    String host = family == AddressFamily.IPV6 ? "[2001:db8::1]:7" : "192.0.2.1:7";

    assertThat(HostResolver.ofThisHost().resolve(Target.parse("udp://" + host), family).chosen())
        .hasToString(host);
  }

  @Test
  void localhostIsThisHost() {
    ResolvedHost address =
        HostResolver.ofThisHost().resolve(Target.parse("udp://localhost:7"), AddressFamily.ANY);

    assertThat(address.chosen().isLoopback()).isTrue();
    assertThat(address.others()).allMatch(Endpoint::isLoopback);
  }

  @Test
  void theBroadcastAddressOfOnesOwnNetworkIsRefused() {
    assertThatThrownBy(() ->
            HostResolver.ofThisHost()
                .resolve(Target.parse("udp://127.255.255.255:7"), AddressFamily.ANY))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(
            "127.255.255.255 is the broadcast address of a network of this machine: ping one host");
  }

  private static ResolvedHost choose(AddressFamily family, String... addresses) {
    return HostResolver.choose(
        TARGET,
        family,
        Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
  }
}

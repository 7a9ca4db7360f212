package io.pingdeck.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private final ClientAddress addresses =
      new ClientAddress(
          new ReverseProxy(
              "",
              Optional.empty(),
              List.of(AddressRange.parse("127.0.0.1"), AddressRange.parse("10.0.0.0/8"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.1 | 192.0.2.1                          | 198.51.100.1", // no trusted proxy
        "127.0.0.1    | 192.0.2.1                          | 192.0.2.1",
        "127.0.0.1    | 203.0.113.9, 192.0.2.1             | 192.0.2.1", // the first is a claim
        "127.0.0.1    | 203.0.113.9, 192.0.2.1, 10.1.1.1   | 192.0.2.1",
        "127.0.0.1    | 10.2.2.2, 10.1.1.1                 | 10.2.2.2",
        "127.0.0.1    | 2001:db8::1                        | 2001:db8:0:0:0:0:0:1",
        "127.0.0.1    | 1                                  | 127.0.0.1",
        "127.0.0.1    | unknown                            | 127.0.0.1",
        "127.0.0.1    | 192.0.2.1, unknown, 10.1.1.1       | 10.1.1.1",
        "127.0.0.1    | 192.0.2.1,                         | 127.0.0.1",
        "127.0.0.1    | ' '                                | 127.0.0.1",
      })
  void isTheLastThatNoTrustedProxyHas(String peer, String header, String client) {
    assertThat(addresses.of(peer, List.of(header))).isEqualTo(client);
  }

  @Test
  void withoutTheHeaderItIsThePeer() {
    assertThat(addresses.of("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(addresses.of("127.0.0.1", List.of("203.0.113.9", "192.0.2.1, 10.1.1.1")))
        .isEqualTo("192.0.2.1");
  }

  @Test
  void anEndlessChainOfProxiesIsNotFollowed() {
    String proxies =
        IntStream.rangeClosed(1, 16).mapToObj(i -> "10.0.0." + i).collect(Collectors.joining(","));

    assertThat(addresses.of("127.0.0.1", List.of("192.0.2.1," + proxies))).isEqualTo("10.0.0.1");
  }
}

package io.pingdeck.ping.engine;

import static io.pingdeck.ping.engine.TestEngine.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.target.Protocol;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which sources may answer for an anycast address.
class AnycastTest {
  private final TestEngine world = new TestEngine();

  @ParameterizedTest
  @CsvSource({
    "fd77:2::, fd77:2::2, true",
    "fd77:2::fdff:ffff:ffff:fffe, fd77:2::2, true",
    "fd77:2::, fe80::1, true",
    "fd77:2::1, fd77:2::2, false",
    "fd77:2::1:0:0:0, fd77:2::2, false",
    "fd77:2::fdff:ffff:ffff:ff7f, fd77:2::2, false",
    "fd77:2::, ff02::1, false",
    "fd77:2::, 10.0.0.1, false",
    "10.0.0.0, 10.0.0.1, false"
  })
  void anEchoRequestMayBeAnsweredFromAnotherAddress(String target, String from, boolean isReply) {
    Endpoint router = endpoint(from, 0);
    world.start(spec(1, Protocol.ICMP, "1s", "1s", OptionalLong.empty()), endpoint(target, 0));
    world.runUntil(1);
    world.reply(world.token(0), 1, router);

    assertThat(world.outcomes()).isEqualTo(isReply ? List.of("1 reply") : List.of());
    assertThat(world.counters(1).wrongSource()).isEqualTo(isReply ? 0 : 1);
    if (isReply) {
      assertThat(world.samples().getFirst().answer()).contains(new Response.From(router));
    }
  }

  @Test
  void theAddressItselfIsNothingToTell() {
    world.start(spec(1, Protocol.ICMP, "1s", "1s", OptionalLong.empty()), endpoint("fd77:2::", 0));
    world.runUntil(1);
    world.reply(world.token(0), 1, endpoint("fd77:2::", 0));

    assertThat(world.samples().getFirst().answer()).isEmpty();
  }

  /// No rule permits it.
  @Test
  void aUdpServerAnswersFromTheAddressThatWasAsked() {
    world.start(spec(1, "1s", "1s"), endpoint("fd77:2::", 12000));
    world.runUntil(1);
    world.reply(world.token(0), 1, endpoint("fd77:2::2", 12000));

    assertThat(world.outcomes()).isEmpty();
    assertThat(world.counters(1).wrongSource()).isEqualTo(1);
  }

  private static Endpoint endpoint(String address, int port) {
    return Endpoint.of(InetAddress.ofLiteral(address), port);
  }
}

package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProbePaceTest {
  private static final Endpoint HOST = Endpoint.ipv4(0xc0000201, 7);
  private static final Endpoint LOOPBACK = Endpoint.ipv4(0x7f000001, 7);
  private static final long SECOND = 1_000_000_000L;

  private final ProbePace pace = new ProbePace(PingLimits.DEFAULT);

  @Test
  void targetIsProbedOnceASecond() {
    assertThat(pace.enter(to(7), HOST, 0)).isEmpty();
    assertThat(pace.enter(to(7), HOST, SECOND / 4)).hasValue(Duration.ofMillis(750));
    assertThat(pace.enter(to(8), HOST, SECOND / 4)).isEmpty();
    assertThat(pace.enter(to(7), HOST, SECOND)).isEmpty();
  }

  @Test
  void hostIsProbedTwentyTimesASecondOnAllPortsTogether() {
    for (int port = 1; port <= ProbePace.PER_HOST_AND_SECOND; port++) {
      assertThat(pace.enter(to(port), HOST, 0)).isEmpty();
    }

    assertThat(pace.enter(to(99), HOST, SECOND / 2)).hasValue(Duration.ofMillis(500));
    assertThat(pace.enter(to(99), HOST, SECOND)).isEmpty();
  }

  @Test
  void thisHostIsProbedAsOftenAsItMayBePinged() {
    for (int port = 1; port <= 100; port++) {
      assertThat(pace.enter(to(port), LOOPBACK, 0)).isEmpty();
    }
    assertThat(pace.enter(to(1), LOOPBACK, 9_000_000)).hasValue(Duration.ofMillis(1));
    assertThat(pace.enter(to(1), LOOPBACK, 10_000_000)).isEmpty();
  }

  private static PingSpec to(int port) {
    return PingSpec.of(new PingId(1), new Target(Protocol.UDP, "192.0.2.1", port))
        .name("a probe")
        .count(OptionalLong.of(1))
        .build();
  }
}

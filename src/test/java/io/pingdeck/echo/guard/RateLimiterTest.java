package io.pingdeck.echo.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.server.EchoBench;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Proves;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int FLOOD = 1_000_000;

  /// U8.
  @Test
  @Proves("U8")
  void aSourceThatAsksTenTimesTooOftenGetsItsShareAndTheOtherLosesNothing() {
    RateLimiter rates = rates(EchoBench.limits(65_507, 1_000, 100, 100_000, 100_000));
    int given = 0;
    int otherGiven = 0;
    for (int i = 0; i < 10_000; i++) {
      long now = i * SECOND / 10_000;
      given += take(rates, "198.51.100.1", now) ? 1 : 0;
      if (i % 1_000 == 0) {
        otherGiven += take(rates, "198.51.100.2", now) ? 1 : 0;
      }
    }

    assertThat(given).isBetween(1_000, 1_100);
    assertThat(otherGiven).isEqualTo(10);
  }

  @Test
  void aFullBucketGivesItsBurstAtOnceAndThenOneEachInterval() {
    RateLimiter rates = rates(EchoBench.limits(65_507, 10, 5, 1_000, 1_000));

    for (int i = 0; i < 5; i++) {
      assertThat(take(rates, "198.51.100.1", 0)).isTrue();
    }
    assertThat(take(rates, "198.51.100.1", 0)).isFalse();
    assertThat(take(rates, "198.51.100.1", SECOND / 10 - 1)).isFalse();
    assertThat(take(rates, "198.51.100.1", SECOND / 10)).isTrue();
    assertThat(take(rates, "198.51.100.1", SECOND / 10)).isFalse();
  }

  @Test
  void theAddressesOfOneIpv6SubnetShareABucketAndIpv4AddressesDoNot() {
    RateLimiter rates = rates(EchoBench.limits(65_507, 1, 1, 1_000, 1_000));

    assertThat(take(rates, "2001:db8:0:1::1", 0)).isTrue();
    assertThat(take(rates, "2001:db8:0:1:ffff::2", 0)).isFalse();
    assertThat(take(rates, "2001:db8:0:2::1", 0)).isTrue();
    assertThat(take(rates, "198.51.100.1", 0)).isTrue();
    assertThat(take(rates, "198.51.100.2", 0)).isTrue();
  }

  @Test
  void allTogetherGetNoMoreThanTheTotal() {
    RateLimiter rates = rates(EchoBench.limits(65_507, 1_000, 1_000, 100, 10));
    int given = 0;
    for (int i = 0; i < 10_000; i++) {
      given += take(rates, "198.51.100." + i % 50, i * SECOND / 10_000) ? 1 : 0;
    }

    assertThat(given).isBetween(100, 110);
  }

  /// U9, while the flood alone requests five times the total.
  @Test
  @Proves("U9")
  void aMillionForgedSourcesLeaveTheKnownSourceUnaffectedAndMemoryBounded() {
    RateLimiter rates = rates(EchoBench.limits(65_507, 1_000, 1_000, 20_000, 20_000));
    assertThat(take(rates, "203.0.113.1", 0)).isTrue();
    int strangersRefused = 0;
    for (int i = 0; i < FLOOD; i++) {
      long now = i * SECOND / 100_000;
      strangersRefused += rates.take(0, Endpoint.mapped(0x0a000000 + i), now) ? 0 : 1;
      if (i % 10_000 == 0) {
        assertThat(take(rates, "203.0.113.1", now)).isTrue();
      }
    }

    assertThat(rates.sources()).isEqualTo(65_536);
    assertThat(strangersRefused).isGreaterThan(FLOOD / 2);
  }

  private static RateLimiter rates(EchoLimits limits) {
    return new RateLimiter(limits, 0);
  }

  private static boolean take(RateLimiter rates, String host, long now) {
    Endpoint source = EchoBench.endpoint(host, 0);
    return rates.take(source.high(), source.low(), now);
  }
}

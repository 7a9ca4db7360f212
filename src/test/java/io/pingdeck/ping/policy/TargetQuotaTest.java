package io.pingdeck.ping.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Proves;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetQuotaTest {
  private static final Caller OLGA = new Caller("olga", Role.OPERATOR, Caller.Proof.PASSWORD);

  private final TargetQuota quota = new TargetQuota(2);

  @Test
  @Proves("W14")
  void targetIsForgottenAnHourAfterItsLastUse() {
    long start = -5;
    assertThat(enter(1, start)).isEqualTo("");
    assertThat(enter(2, start + minutes(10))).isEqualTo("");
    assertThat(enter(1, start + minutes(30))).isEqualTo("");

    assertThat(enter(3, start + minutes(60)))
        .isEqualTo(
            "olga may ping at most 2 different addresses and ports within an hour:"
                + " ping.limits.maxTargetsPerUserPerHour; there is room for another in 10m1s");
    assertThat(enter(3, start + minutes(70))).isEqualTo("");
    assertThat(enter(2, start + minutes(71))).contains("in 19m1s");
  }

  @Test
  void transportIsPartOfTheTarget() {
    Endpoint address = Endpoint.ipv4(0xc0000201, 53);
    quota.enter(OLGA, List.of(new TargetQuota.Place(true, address, "")), 0);
    quota.enter(OLGA, List.of(new TargetQuota.Place(false, address, "")), 0);

    assertThat(quota.enter(OLGA, List.of(new TargetQuota.Place(true, address, "a.example")), 0))
        .isPresent();
  }

  @Test
  void listIsCountedAsAWhole() {
    List<TargetQuota.Place> twice = List.of(place(1), place(1), place(2), place(3));

    assertThat(quota.enter(OLGA, twice, 0).orElseThrow().index()).isEqualTo(3);
    assertThat(quota.enter(OLGA, twice.subList(2, 4), 0)).isEmpty();
  }

  private String enter(int port, long now) {
    return quota.enter(OLGA, List.of(place(port)), now).map(TargetQuota.Refusal::why).orElse("");
  }

  private static TargetQuota.Place place(int port) {
    return new TargetQuota.Place(true, Endpoint.ipv4(0xc0000201, port), "");
  }

  private static long minutes(int minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }
}

package io.pingdeck.ping.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Endpoint TARGET = Endpoint.ipv4(0x0a000001, 53);
  private static final Endpoint TARGET_6 = new Endpoint(0xfd77L << 48, 1, 53, 0);

  @Test
  void onlyAReplyInTimeIsServed() {
    assertThat(Arrays.stream(Outcome.values()).filter(o -> o.standing() == Standing.SERVED))
        .containsExactly(Outcome.REPLY);
  }

  @Test
  void whatDidNotAnswerAtAllIsNotReached() {
    assertThat(Arrays.stream(Outcome.values()).filter(o -> o.standing() == Standing.UNREACHED))
        .containsExactlyInAnyOrder(
            Outcome.LOST, Outcome.ICMP_ERROR, Outcome.SEND_FAILED, Outcome.RESOLVE_FAILED);
  }

  @Test
  void aPortUnreachableOfTheTargetItselfReachedIt() {
    assertThat(standing(3, 3, Endpoint.ipv4(0x0a000001, 0), TARGET)).isEqualTo(Standing.REACHED);
    assertThat(standing(1, 4, new Endpoint(0xfd77L << 48, 1, 0, 2), TARGET_6))
        .isEqualTo(Standing.REACHED);
  }

  @Test
  void otherErrorsAndOtherSendersProveNothingOfTheTarget() {
    assertThat(standing(3, 3, Endpoint.ipv4(0x0a0000fe, 0), TARGET)).isEqualTo(Standing.UNREACHED);
    assertThat(standing(3, 1, Endpoint.ipv4(0x0a000001, 0), TARGET)).isEqualTo(Standing.UNREACHED);
    assertThat(standing(1, 4, Endpoint.ipv4(0x0a000001, 0), TARGET)).isEqualTo(Standing.UNREACHED);
    assertThat(standing(3, 3, new Endpoint(0xfd77L << 48, 1, 0, 0), TARGET_6))
        .isEqualTo(Standing.UNREACHED);
  }

  private static Standing standing(int type, int code, Endpoint from, Endpoint target) {
    Optional<IcmpError> error = Optional.of(new IcmpError(type, code, from, 0));
    return Standing.of(Outcome.ICMP_ERROR, error, target);
  }
}

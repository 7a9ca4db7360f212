package io.pingdeck.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageAllowanceTest {
  private static final long SECOND = 1_000_000_000L;

  private final MessageAllowance allowance = new MessageAllowance(0);

  @Test
  void pageThatSaysAFewMessagesASecondGoesOnForEver() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(allowance.take(100, i * SECOND / 10)).isTrue();
    }
  }

  @Test
  void messagesWithoutEndAreTooMany() {
    int taken = 0;
    while (allowance.take(0, taken)) {
      taken++;
    }

    assertThat(taken).isEqualTo(200);
    assertThat(allowance.take(0, 3600 * SECOND)).isFalse();
  }

  @Test
  void longMessagesCostMore() {
    int taken = 0;
    while (allowance.take(32 * 1024, taken)) {
      taken++;
    }

    assertThat(taken).isEqualTo(1);
  }
}

package io.pingdeck.ping.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import org.junit.jupiter.api.Test;

class ResponseTest {
  @Test
  @Proves("W18")
  void aReasonIsOneLineThatCanBeShownAnywhere() {
    Response.Malformed answer =
        new Response.Malformed("no status line: \u001b[2J\r\n\u202e\ud800 é");

    assertThat(answer.reason()).isEqualTo("no status line: ?[2J???? é");
  }

  @Test
  void aLongReasonIsCut() {
    Response.Malformed answer =
        new Response.Malformed("x".repeat(Response.Malformed.MAX_REASON + 1));

    assertThat(answer.reason()).hasSize(Response.Malformed.MAX_REASON).endsWith("x…");
    assertThat(new Response.Malformed(answer.reason())).isEqualTo(answer);
  }
}

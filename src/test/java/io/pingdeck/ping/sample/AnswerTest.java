package io.pingdeck.ping.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {
  @Test
  void aReasonIsOneLineThatCanBeShownAnywhere() {
    Answer.Malformed answer = new Answer.Malformed("no status line: \u001b[2J\r\n\u202e\ud800 é");

    assertThat(answer.reason()).isEqualTo("no status line: ?[2J???? é");
  }

  @Test
  void aLongReasonIsCut() {
    Answer.Malformed answer = new Answer.Malformed("x".repeat(Answer.Malformed.MAX_REASON + 1));

    assertThat(answer.reason()).hasSize(Answer.Malformed.MAX_REASON).endsWith("x…");
    assertThat(new Answer.Malformed(answer.reason())).isEqualTo(answer);
  }
}

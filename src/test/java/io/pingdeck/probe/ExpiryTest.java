package io.pingdeck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What becomes of probes that have waited their timeout.
class ExpiryTest {
  private static final Answer BEGUN = new Answer.Malformed("the answer did not end");

  private final TestEngine world = new TestEngine();

  private void sendTwo() {
    world.start(TestEngine.spec(1, Protocol.TCP, "100ms", "1s", OptionalLong.of(2)));
    world.runUntil(999);
    assertThat(world.sent).hasSize(2);
  }

  @Test
  void answerThatHasBegunIsMalformedAndTheOthersAreLost() {
    sendTwo();
    world.unfinished.put(world.token(0), BEGUN);
    world.runUntil(2000);

    assertThat(world.outcomes()).containsExactly("1 malformed", "2 lost");
    assertThat(world.samples().getFirst().answer()).contains(BEGUN);
    assertThat(world.samples().getFirst().rttNanos()).isEmpty();
    assertThat(world.counters(1).malformed()).isEqualTo(1);
    assertThat(world.counters(1).lossPercent()).hasValue(50);
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void handshakeThatHasBegunFailed() {
    sendTwo();
    Answer handshake = new Answer.Tls(TlsFault.UNFINISHED, Optional.empty());
    world.unfinished.put(world.token(1), handshake);
    world.runUntil(2000);

    assertThat(world.outcomes()).containsExactly("1 lost", "2 tlsFailed");
    assertThat(world.samples().getLast().answer()).contains(handshake);
  }

  @Test
  void senderIsAskedOnceAndAtTheTimeoutOnly() {
    sendTwo();
    assertThat(world.asked).isEmpty();
    world.reply(1);
    world.runUntil(2000);

    assertThat(world.asked).containsExactly(world.token(0));
  }

  @Test
  void whatComesOfItLaterChangesNothing() {
    world.start(TestEngine.spec(1, Protocol.TCP, "10s", "1s", OptionalLong.of(2)));
    world.runUntil(5);
    world.unfinished.put(world.token(0), BEGUN);
    world.runUntil(1500);
    world.reply(0);

    assertThat(world.outcomes()).containsExactly("1 malformed");
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
    assertThat(world.counters(1).late()).isZero();
  }
}

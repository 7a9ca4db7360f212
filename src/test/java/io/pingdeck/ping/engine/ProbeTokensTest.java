package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbeTokensTest {
  @Test
  void cipherGivesTheTestVectorOfThePaper() {
    var tokens = new ProbeTokens(0x1b1a1918_13121110L, 0x0b0a0908_03020100L);
    assertThat(tokens.token(0x3b726574_7475432dL)).isEqualTo(0x8c6fa548_454e028bL);
    assertThat(tokens.nameOf(0x8c6fa548_454e028bL)).isEqualTo(0x3b726574_7475432dL);
  }

  @Test
  void tokenLeadsBackToSlotAndNumber() {
    var random = new Random(1);
    var tokens = ProbeTokens.random(random);
    for (int i = 0; i < 100_000; i++) {
      int slot = random.nextInt(ProbeTokens.MAX_SLOTS);
      long number = random.nextLong() & ProbeTokens.NUMBER_MASK;
      long name = tokens.nameOf(tokens.token(ProbeTokens.name(slot, number)));
      assertThat(ProbeTokens.slot(name)).isEqualTo(slot);
      assertThat(ProbeTokens.number(name)).isEqualTo(number);
    }
  }

  @Test
  void tokenOfANameDoesNotDependOnEarlierCalls() {
    var random = new Random(2);
    var inRows = new ProbeTokens(5, 6);
    for (int i = 0; i < 10_000; i++) {
      long name = random.nextInt(4) == 0 ? random.nextInt(64) - 32 : random.nextLong();
      for (int left = random.nextInt(12); left >= 0; left--) {
        assertThat(inRows.token(name)).isEqualTo(new ProbeTokens(5, 6).token(name));
        name += random.nextInt(20) == 0 ? -2 : 1;
      }
    }
  }

  @Test
  void nameOfATokenDoesNotDependOnEarlierCalls() {
    var random = new Random(3);
    var inRows = new ProbeTokens(7, 8);
    long sent = 0;
    long replied = 0;
    for (int turn = 0; turn < 1_000; turn++) {
      if (random.nextInt(50) == 0) {
        sent = random.nextLong();
        replied = sent - random.nextInt(300); // some tokens were never requested
      }
      for (int left = random.nextInt(64); left > 0; left--) {
        sent++;
        assertThat(inRows.nameOf(inRows.token(sent))).isEqualTo(sent);
      }
      for (int left = random.nextInt(64); left > 0; left--) {
        replied += random.nextInt(20) == 0 ? random.nextInt(5) - 2 : 1;
        assertThat(inRows.nameOf(new ProbeTokens(7, 8).token(replied))).isEqualTo(replied);
      }
      long unknown = random.nextLong();
      long name = new ProbeTokens(7, 8).nameOf(unknown);
      assertThat(inRows.nameOf(unknown)).isEqualTo(name);
    }
  }

  @Test
  void numbersWrapAfterFortyBitsWithoutTouchingTheSlot() {
    long name = ProbeTokens.name(7, 1L << 40);
    assertThat(ProbeTokens.slot(name)).isEqualTo(7);
    assertThat(ProbeTokens.number(name)).isZero();
  }

  @Test
  void tokensOfConsecutiveProbesShareNothingWithEachOtherOrWithAnotherKey() {
    var one = new ProbeTokens(1, 2);
    var other = new ProbeTokens(1, 3);
    Set<Long> seen = new HashSet<>();
    long differentBits = 0;
    for (int number = 0; number < 10_000; number++) {
      long name = ProbeTokens.name(0, number);
      assertThat(seen.add(one.token(name))).isTrue();
      differentBits += Long.bitCount(one.token(name) ^ one.token(name + 1));
      assertThat(one.token(name)).isNotEqualTo(other.token(name));
    }
    assertThat(differentBits / 10_000.0).isBetween(31.5, 32.5);
  }
}

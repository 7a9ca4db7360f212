package io.pingdeck.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransmitTagsTest {
  private final TransmitTags tags = new TransmitTags();

  @Test
  void keysCountFromZero() {
    assertThat(tags.assign(70)).isZero();
    assertThat(tags.assign(71)).isEqualTo(1);

    assertThat(tags.tag(0)).isEqualTo(70);
    assertThat(tags.tag(1)).isEqualTo(71);
  }

  @Test
  void aKeyNotGivenOutYetIsUnknown() {
    assertThat(tags.knows(0)).isFalse();
    tags.assign(1);

    assertThat(tags.knows(0)).isTrue();
    assertThat(tags.knows(1)).isFalse();
    assertThat(tags.knows(-1)).isFalse();
  }

  @Test
  void aKeyThatWasOverwrittenIsUnknown() {
    for (int i = 0; i <= 16_384; i++) {
      tags.assign(i);
    }

    assertThat(tags.knows(0)).isFalse();
    assertThat(tags.knows(1)).isTrue();
    assertThat(tags.tag(1)).isEqualTo(1);
    assertThat(tags.tag(16_384)).isEqualTo(16_384);
  }

  @Test
  void clearingForgetsAllAndCountsAnew() {
    tags.assign(5);
    tags.clear();

    assertThat(tags.knows(0)).isFalse();
    assertThat(tags.assign(6)).isZero();
    assertThat(tags.tag(0)).isEqualTo(6);
  }
}

package io.pingdeck.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HexDigitsTest {
  @Test
  void digitsAreThoseOfTheLibrary() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      int value = random.nextInt();
      String text = HexFormat.of().toHexDigits(value);

      assertThat(HexDigits.of(value)).isEqualTo(word(text));
      assertThat(HexDigits.value(word(text))).isEqualTo(value);
      assertThat(HexDigits.value(word(text.toUpperCase(Locale.ROOT)))).isEqualTo(value);
    }
  }

  @Test
  void noOtherByteIsTakenForADigit() {
    for (int place = 0; place < 8; place++) {
      for (int b = 0; b < 256; b++) {
        long bytes = word("09afAF7e") & ~(0xffL << 8 * place) | (long) b << 8 * place;

        assertThat(HexDigits.areDigits(bytes))
            .as("byte %02x at %d", b, place)
            .isEqualTo(HexFormat.isHexDigit(b));
      }
    }
  }

  private static long word(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII)).getLong();
  }
}

package io.pingdeck.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalDigitsTest {
  @Test
  void numbersOfEveryLengthAreReadUpToTheFirstOtherByte() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      int length = random.nextInt(9);
      int value = length == 0 ? 0 : random.nextInt((int) Math.pow(10, length));
      String digits = length == 0 ? "" : String.format("%0" + length + "d", value);
      long word = word((digits + " 3456789").substring(0, 8));

      assertThat(DecimalDigits.leading(word)).as(digits).isEqualTo(length);
      assertThat(DecimalDigits.value(word, length)).as(digits).isEqualTo(value);
    }
  }

  @Test
  void everyNumberOfEightDigitsIsWritten() {
    for (int value = 0; value < 100_000_000; value += 1 + value % 97) {
      assertThat(DecimalDigits.value(DecimalDigits.of(value), 8)).isEqualTo(value);
      if (value % 100 == 0) {
        assertThat(DecimalDigits.of(value)).isEqualTo(word(String.format("%08d", value)));
      }
    }
    assertThat(DecimalDigits.of(99_999_999)).isEqualTo(word("99999999"));
  }

  @Test
  void numbersOfEveryLengthAreWrittenWithoutLeadingZeros() {
    Random random = new Random(2);
    ByteBuffer buffer = ByteBuffer.allocate(40);
    for (int i = 0; i < 200_000; i++) {
      long value = i < 100 ? Long.MAX_VALUE - i : random.nextLong() >>> 1 >>> i % 64;
      String digits = Long.toString(value);

      int end = DecimalDigits.write(buffer, i % 20, value);

      String written = new String(buffer.array(), i % 20, end - i % 20, US_ASCII);
      assertThat(written).isEqualTo(digits);
    }
  }

  @Test
  void noOtherByteIsTakenForADigit() {
    for (int place = 0; place < 8; place++) {
      for (int b = 0; b < 256; b++) {
        long bytes = word("90909090") & ~(0xffL << 8 * (7 - place)) | (long) b << 8 * (7 - place);
        boolean isDigit = b >= '0' && b <= '9';

        assertThat(DecimalDigits.leading(bytes))
            .as("byte %02x at %d", b, place)
            .isEqualTo(isDigit ? 8 : place);
      }
    }
  }

  private static long word(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII)).getLong();
  }
}

package io.pingdeck.echo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AsciiUpperCaseTest {
  @Test
  @Proves("U2")
  void everyByteInEveryPlaceOfAWordChangesOnlyFromAToZ() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < 16; place++) {
        for (int around : new int[] {0x00, 0x7f, 0x80, 0xff, 'a', 'z'}) {
          byte[] bytes = new byte[17];
          Arrays.fill(bytes, (byte) around);
          bytes[place] = (byte) value;

          assertThat(converted(bytes)).isEqualTo(byteByByte(bytes));
        }
      }
    }
  }

  @Test
  void everyLengthIsConvertedToItsEndAndNotBeyond() {
    for (int length = 0; length <= 40; length++) {
      byte[] letters = new byte[48];
      Arrays.fill(letters, (byte) 'q');
      ByteBuffer buffer = EchoBench.direct(letters);

      AsciiUpperCase.convert(buffer, length);

      for (int i = 0; i < letters.length; i++) {
        assertThat((char) buffer.get(i)).isEqualTo(i < length ? 'Q' : 'q');
      }
    }
  }

  @Test
  void randomBytesEqualTheByteByByteDefinition() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);

      assertThat(Arrays.equals(converted(bytes), byteByByte(bytes))).isTrue();
    }
  }

  private static byte[] converted(byte[] bytes) {
    ByteBuffer buffer = EchoBench.direct(bytes);
    AsciiUpperCase.convert(buffer, bytes.length);
    byte[] result = new byte[bytes.length];
    buffer.get(0, result);
    return result;
  }

  private static byte[] byteByByte(byte[] bytes) {
    byte[] result = bytes.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i] >= 0x61 && result[i] <= 0x7a) {
        result[i] -= 0x20;
      }
    }
    return result;
  }
}

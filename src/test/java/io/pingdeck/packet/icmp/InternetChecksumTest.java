package io.pingdeck.packet.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  @Test
  void theExampleOfRfc1071() {
    ByteBuffer bytes = hex("0001f203f4f5f6f7");

    assertThat(InternetChecksum.of(bytes, 0, 8)).isEqualTo(~0xddf2 & 0xffff);
  }

  @Test
  void aRealIpv4HeaderFits() {
    ByteBuffer header = hex("45000073000040004011b861c0a80001c0a800c7");

    assertThat(InternetChecksum.of(header, 0, 20)).isZero();
  }

  @Test
  void anOddByteIsPaddedWithZero() {
    assertThat(InternetChecksum.of(hex("0102ff"), 0, 3))
        .isEqualTo(InternetChecksum.of(hex("0102ff00"), 0, 4));
  }

  @Test
  void nothingSumsUpToAllOnes() {
    assertThat(InternetChecksum.of(hex(""), 0, 0)).isEqualTo(0xffff);
  }

  @Test
  void itEqualsTheSlowDefinitionForAnyBytes() {
    Random random = new Random(1071);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length + 3];
      random.nextBytes(bytes);
      int sum = 0;
      for (int i = 0; i < length; i++) {
        sum += (bytes[i + 3] & 0xff) << (i % 2 == 0 ? 8 : 0);
        sum = (sum & 0xffff) + (sum >>> 16);
      }

      assertThat(InternetChecksum.of(ByteBuffer.wrap(bytes), 3, length)).isEqualTo(~sum & 0xffff);
    }
  }
}

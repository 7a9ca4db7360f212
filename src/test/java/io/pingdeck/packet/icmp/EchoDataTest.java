package io.pingdeck.packet.icmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EchoDataTest {
  private static final String TOKEN = "\u0001\u0023\u0045\u0067\u0089\u00ab\u00cd\u00ef";

  @Test
  void everySizeIsTheTokenAndTheFillingAndNothingMore() {
    for (int bytes = 0; bytes < 2_000; bytes++) {
      byte[] message = "?".repeat(2_100).getBytes(ISO_8859_1);

      EchoData.write(ByteBuffer.wrap(message), bytes, 0x0123_4567_89ab_cdefL);

      String data = (bytes < 8 ? "" : TOKEN) + "pingdeck ".repeat(250);
      String expected = "?".repeat(8) + data.substring(0, bytes) + "?".repeat(2_100 - 8 - bytes);
      assertThat(new String(message, ISO_8859_1)).as("%d bytes", bytes).isEqualTo(expected);
    }
  }
}

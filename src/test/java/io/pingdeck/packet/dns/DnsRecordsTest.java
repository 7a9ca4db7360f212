package io.pingdeck.packet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsRecordsTest {
  private static final DnsQuestion QUESTION = new DnsQuestion("www.x.test", DnsType.A);

  /// `www.x.test CNAME Y.x.test` (TTL 60), `y.x.test A 192.0.2.1` (TTL 300), and an address of
  /// `other.x.test`. All names use pointers.
  private static final String ANSWER =
      "12348180000100030000000003777777017804746573740000010001"
          + "c00c000500010000003c000401"
          + "59c010"
          + "c0280001000100"
          + "00012c0004c0000201"
          + "056f74686572c0100001000100000005"
          + "0004c0000263";

  private static ByteBuffer message(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static DnsRecords read(String hex) {
    ByteBuffer message = message(hex);
    return DnsRecords.read(message, message.capacity(), QUESTION).orElseThrow();
  }

  @Test
  void theAddressAtTheEndOfAnAliasCountsWithTheLowestTtl() {
    DnsRecords records = read(ANSWER);

    assertThat(records.addresses()).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(records.ttlSeconds()).isEqualTo(60);
  }

  @Test
  void anEmptyAnswerHasNoAddress() {
    DnsRecords records = read("123481800001000000000000" + "03777777017804746573740000010001");

    assertThat(records.addresses()).isEmpty();
    assertThat(records.ttlSeconds()).isZero();
  }

  @Test
  void aTtlWithItsHighestBitIsZero() {
    DnsRecords records =
        read(
            "12348180000100010000000003777777017804746573740000010001"
                + "c00c00010001800000010004c0000201");

    assertThat(records.addresses()).hasSize(1);
    assertThat(records.ttlSeconds()).isZero();
  }

  @Test
  void aPointerThatLeadsToItselfIsMalformed() {
    ByteBuffer message =
        message("12348180000100010000000003777777017804746573740000010001" + "c01c00010001");

    assertThat(DnsRecords.read(message, message.capacity(), QUESTION)).isEmpty();
  }

  @Test
  void everyLengthAndEveryFlippedBitIsReadOrRefused() {
    int whole = message(ANSWER).capacity();
    int refused = 0;
    for (int length = DnsMessage.HEADER_BYTES; length < whole; length++) {
      refused += DnsRecords.read(message(ANSWER), length, QUESTION).isEmpty() ? 1 : 0;
    }
    for (int bit = 0; bit < 8 * whole; bit++) {
      ByteBuffer message = message(ANSWER);
      message.put(bit / 8, (byte) (message.get(bit / 8) ^ 1 << bit % 8));
      refused += DnsRecords.read(message, whole, QUESTION).isEmpty() ? 1 : 0;
    }
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[DnsMessage.HEADER_BYTES + random.nextInt(100)];
      random.nextBytes(noise);
      refused += DnsRecords.read(ByteBuffer.wrap(noise), noise.length, QUESTION).isEmpty() ? 1 : 0;
    }

    assertThat(refused).isGreaterThan(10_000);
  }
}

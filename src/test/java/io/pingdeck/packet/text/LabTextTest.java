package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pingdeck.packet.text.LabText.Kind;
import io.pingdeck.testing.Proves;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabTextTest {
  private static final long TOKEN = 0x00c0ffee12345678L;
  private static final long TIME = 1735689600000L;

  private final LabTextParser parser = new LabTextParser();

  @Test
  void lineLooksLikeTheLabs() {
    assertThat(line(64, 3)).isEqualTo(pad("ping 3 1735689600000 pd1:00c0ffee12345678", 64));
  }

  @Test
  void sizeIsExactAlsoForLargePayloads() {
    assertThat(line(65507, 3))
        .hasSize(65507)
        .isEqualTo(pad("ping 3 1735689600000 pd1:00c0ffee12345678", 65507));
  }

  @Test
  void timeIsLeftOutWhereItDoesNotFit() {
    assertThat(line(45, 99_999)).isEqualTo("ping 99999 1735689600000 pd1:00c0ffee12345678");
    assertThat(line(45, 100_000)).isEqualTo(pad("ping 100000 pd1:00c0ffee12345678", 45));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'ping 7 0 pd1:00c0ffee12345678'",
    "9999999, 'ping 7 9999999 pd1:00c0ffee12345678'",
    "10000000, 'ping 7 10000000 pd1:00c0ffee12345678'",
    "999999999999999, 'ping 7 999999999999999 pd1:00c0ffee12345678'",
    "1000000000000000, 'ping 7 pd1:00c0ffee12345678'",
    "-1, 'ping 7 pd1:00c0ffee12345678'",
  })
  void everyProbeHasItsOwnTime(long time, String line) {
    LabTextWriter writer = new LabTextWriter();
    ByteBuffer slot = ByteBuffer.allocate(64);
    writer.write(slot, 64, 7, TIME, TOKEN);

    writer.write(slot, 64, 7, time, TOKEN);

    assertThat(new String(slot.array(), US_ASCII)).isEqualTo(pad(line, 64));
    writer.write(slot, 64, 7, TIME, TOKEN);
    assertThat(new String(slot.array(), US_ASCII)).isEqualTo(line(64, 7));
  }

  @Test
  void smallestSizeHoldsTheLongestSequence() {
    assertThat(line(LabText.MIN_BYTES, Long.MAX_VALUE))
        .isEqualTo("ping 9223372036854775807 pd1:00c0ffee12345678");
  }

  @Test
  @Proves("U11")
  void smallerSizesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabTextWriter().write(ByteBuffer.allocate(64), 44, 1, TIME, TOKEN))
        .withMessage("44 bytes are too few (at least 45)");
  }

  @Test
  void positionAndLimitOfTheBufferStay() {
    ByteBuffer slot = ByteBuffer.allocateDirect(128).position(7);
    new LabTextWriter().write(slot, 64, 1, TIME, TOKEN);
    parser.parse(slot, 64);
    assertThat(slot.position()).isEqualTo(7);
    assertThat(slot.limit()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10, 65_535, 65_536, 1L << 40, Long.MAX_VALUE})
  void everyTokenAndSequenceComesBackUnchangedAndInUpperCase(long sequence) {
    Random random = new Random(sequence);
    for (int i = 0; i < 1_000; i++) {
      long token = random.nextLong();
      ByteBuffer slot = ByteBuffer.allocate(80);
      new LabTextWriter().write(slot, 45 + random.nextInt(36), sequence, TIME, token);
      String text = new String(slot.array(), US_ASCII);
      for (String answer : new String[] {text, text.toUpperCase(Locale.ROOT)}) {
        assertThat(parse(answer)).isEqualTo(Kind.TAGGED);
        assertThat(parser.sequence()).isEqualTo(sequence);
        assertThat(parser.token()).isEqualTo(token);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Ping 3 1735689600000', UNTAGGED, 3",
    "'PING 12', UNTAGGED, 12",
    "'ping 7\n', UNTAGGED, 7",
    "'Reply: ping 5 yes', UNTAGGED, 5",
    "'ping 3 1735689600000 PD1:00C0FFEE12345678', TAGGED, 3",
    "'Echo: PING 3 1735689600000 PD1:00c0ffee12345678 thanks', TAGGED, 3",
    "'qing 3 1735689600000 pd1:00c0ffee12345678', TAGGED, 0",
    "'ping x 1735689600000 pd1:00c0ffee12345678', TAGGED, 0",
    "'ping 9223372036854775808 pd1:00c0ffee12345678', TAGGED, 0",
    "'pd1:00c0ffee12345678', TAGGED, 0",
    "'ping 3 1735689600000 pd1:00c0ffee1234567', DAMAGED, 3",
    "'ping 3 1735689600000 pd1:00c0ffee1234567g', DAMAGED, 3",
    "'ping 3 1735689600000 pe1:00c0ffee12345678', DAMAGED, 3",
    "'ping 3 1735689600000 id1: hello', UNTAGGED, 3",
    "'ping 0', FOREIGN, 0",
    "'ping -1', FOREIGN, 0",
    "'ping 3x', FOREIGN, 0",
    "'ping 99999999999999999999', FOREIGN, 0",
    "'ping', FOREIGN, 0",
    "'ping ', FOREIGN, 0",
    "'heartbeat 3 4', FOREIGN, 0",
    "'', FOREIGN, 0",
  })
  void answersAreTold(String answer, Kind kind, long sequence) {
    assertThat(parse(answer)).isEqualTo(kind);
    assertThat(parser.sequence()).isEqualTo(sequence);
  }

  @Test
  @Proves("I18")
  void timeInTheAnswerIsNeverLookedAt() {
    assertThat(parse("ping 3 99999999999999999999 pd1:00c0ffee12345678")).isEqualTo(Kind.TAGGED);
    assertThat(parser.sequence()).isEqualTo(3);
  }

  @Test
  void everyTruncationIsReadWithoutTheMissingPart() {
    String whole = line(64, 123).stripTrailing();
    ByteBuffer slot = ByteBuffer.wrap(whole.getBytes(US_ASCII));
    for (int length = 0; length < whole.length(); length++) {
      Kind kind = parser.parse(slot, length);
      boolean tagIsThere = length >= whole.indexOf(':') + 1;
      boolean sequenceHasBegun = length > "ping ".length();
      assertThat(kind)
          .as("first %d bytes", length)
          .isEqualTo(tagIsThere ? Kind.DAMAGED : sequenceHasBegun ? Kind.UNTAGGED : Kind.FOREIGN);
    }
  }

  @Test
  void lineWithOneFlippedBitIsNeverTakenForAnUntaggedAnswer() {
    for (long sequence : new long[] {1, 8, 123, 65_535, Long.MAX_VALUE}) {
      for (int size : new int[] {45, 64}) {
        byte[] bytes = line(size, sequence).stripTrailing().getBytes(US_ASCII);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
          Kind kind = parser.parse(ByteBuffer.wrap(bytes), bytes.length);
          assertThat(kind).as(new String(bytes, ISO_8859_1)).isIn(Kind.TAGGED, Kind.DAMAGED);
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
      }
    }
  }

  @Test
  void anyByteStringHasAKind() {
    Random random = new Random(20_260_101);
    byte[] alphabet = "ping PING pd1: PD1: 0123456789abcdefABCDEF \r\n\0".getBytes(US_ASCII);
    int[] seen = new int[Kind.values().length];
    byte[] bytes = new byte[96];
    for (int i = 0; i < 1_000_000; i++) {
      int length = random.nextInt(bytes.length + 1);
      if (i % 3 == 0) {
        random.nextBytes(bytes);
      } else if (i % 3 == 1) {
        for (int j = 0; j < length; j++) {
          bytes[j] = alphabet[random.nextInt(alphabet.length)];
        }
      } else {
        length = mutatedLine(random, bytes);
      }
      seen[parser.parse(ByteBuffer.wrap(bytes), length).ordinal()]++;
    }
    assertThat(seen).doesNotContain(0);
  }

  private static int mutatedLine(Random random, byte[] bytes) {
    new LabTextWriter()
        .write(ByteBuffer.wrap(bytes), 64, 1 + random.nextInt(1000), TIME, random.nextLong());
    for (int j = random.nextInt(4); j > 0; j--) {
      bytes[random.nextInt(48)] = (byte) random.nextInt();
    }
    return random.nextInt(65);
  }

  @Test
  void lengthBeyondTheBufferAndNegativeLengthAreCutToWhatIsThere() {
    ByteBuffer slot = ByteBuffer.wrap("ping 3".getBytes(US_ASCII));
    assertThat(parser.parse(slot, 65_507)).isEqualTo(Kind.UNTAGGED);
    assertThat(parser.parse(slot, -1)).isEqualTo(Kind.FOREIGN);
    assertThat(parser.parse(slot, 7, 10)).isEqualTo(Kind.FOREIGN);
  }

  @Test
  void textInTheMiddleOfABufferIsRead() {
    ByteBuffer slot = ByteBuffer.wrap("xxxxping 3yyyy".getBytes(US_ASCII));
    assertThat(parser.parse(slot, 4, 6)).isEqualTo(Kind.UNTAGGED);
    assertThat(parser.sequence()).isEqualTo(3);
  }

  private Kind parse(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return parser.parse(ByteBuffer.wrap(bytes), bytes.length);
  }

  private static String line(int size, long sequence) {
    ByteBuffer slot = ByteBuffer.allocate(size);
    new LabTextWriter().write(slot, size, sequence, TIME, TOKEN);
    return new String(slot.array(), US_ASCII);
  }

  private static String pad(String text, int size) {
    return text + " ".repeat(size - text.length());
  }

  @Test
  void replyTagIsFoundWhereverAWordStartsWithIt() {
    Random random = new Random(20_261_128);
    String[] parts = {"PD1:", " PD1:", "pd1:", "PD1", ":", " ", "x", "ping 12 "};
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(12); part > 0; part--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      boolean isThere = (" " + text).contains(" PD1:");
      ByteBuffer buffer = ByteBuffer.wrap(text.toString().getBytes(US_ASCII));

      assertThat(LabText.hasReplyTag(buffer, text.length())).as("'%s'", text).isEqualTo(isThere);
      found += isThere ? 1 : 0;
    }
    assertThat(found).isBetween(2_000, 18_000);
  }

  @Test
  void replyTagIsNotSoughtBehindTheLength() {
    ByteBuffer buffer = ByteBuffer.wrap("PING 1 PD1:00112233".getBytes(US_ASCII));

    assertThat(LabText.hasReplyTag(buffer, 11)).isTrue();
    assertThat(LabText.hasReplyTag(buffer, 10)).isFalse();
    assertThat(LabText.hasReplyTag(buffer, 0)).isFalse();
  }
}

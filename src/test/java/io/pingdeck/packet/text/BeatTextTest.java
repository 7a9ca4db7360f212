package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeatTextTest {
  private static final long NOON = 1_735_689_600_000_000_000L;
  private static final BeatKey KEY = new BeatKey("a secret of 22 letters".getBytes(UTF_8));

  @ParameterizedTest
  @CsvSource({
    "heartbeat 3 1735689600000 build-7 9f3c",
    "HEARTBEAT 3 1735689600 build-7 9f3c",
    "'  heartbeat\t3  1735689600.0 build-7 9f3c\r\n'",
    "heartbeat 0003 1735689600000000 build-7 9f3c",
    "heartbeat 3 1735689600000000000 build-7 9f3c"
  })
  void beatIsReadInAnyUnitOfTime(String text) {
    assertThat(beat(text))
        .isEqualTo(
            new Beat(false, 3, OptionalLong.of(NOON), Optional.of("build-7"), Optional.of("9f3c")));
  }

  @Test
  void nameAndEpochMayBeMissing() {
    assertThat(beat("heartbeat 3 1735689600"))
        .isEqualTo(new Beat(false, 3, OptionalLong.of(NOON), Optional.empty(), Optional.empty()));
    assertThat(beat("heartbeat 3"))
        .isEqualTo(new Beat(false, 3, OptionalLong.empty(), Optional.empty(), Optional.empty()));
    assertThat(beat("heartbeat 3 1735689600 a").name()).hasValue("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web server-1 | web server-1 | ",
        "web server-1 9f3c2a7714b0e5d8 | web server-1 | 9f3c2a7714b0e5d8",
        "web server 1 9f3c2a7714b0e5d8 | web server 1 | 9f3c2a7714b0e5d8",
        "\"web server 1\" | web server 1 | ",
        "\"web server 1\" run-7 | web server 1 | run-7",
        "\"web\" run-7 | web | run-7",
        "web 1 | web 1 | ",
        "web 2 | web 2 | ",
        "web 9f3c | web | 9f3c",
      })
  void aNameMayHaveBlanksAndNeverTakesThemForARun(String rest, String name, String epoch) {
    Beat beat = beat("heartbeat 5 1735689600 " + rest);

    assertThat(beat.name()).hasValue(name);
    assertThat(beat.epoch()).isEqualTo(Optional.ofNullable(epoch));
    byte[] written = BeatText.format(beat);
    assertThat(read(written)).isEqualTo(new BeatReading.Plain(beat));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 1735689600.25 | 3 | 1735689600250000000",
        "3,1735689600.25 | 3 | 1735689600250000000",
        "3; 1735689600.25; tail | 3 | 1735689600250000000",
        "3 | 3 | ",
        "3 Mon Jan 6 12:00:00 | 3 | ",
        "3rd beat | 3 | ",
        "3.5 17 | 3 | ",
        "0 0 | 0 | 0",
        "7 größer als | 7 | "
      })
  void shortFormIsAnyTextThatBeginsWithANumber(String text, long sequence, Long time) {
    Beat beat = beat(text);

    assertThat(beat.sequence()).isEqualTo(sequence);
    assertThat(beat.sentEpochNanos())
        .isEqualTo(time == null ? OptionalLong.empty() : OptionalLong.of(time));
    assertThat(beat.name()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | EMPTY",
        "'  \r\n' | EMPTY",
        "hello | NOT_A_BEAT",
        "-3 17 | NOT_A_BEAT",
        "heartbeats 1 2 | NOT_A_BEAT",
        "heartbeat | BAD_SEQUENCE",
        "heartbeat one 2 | BAD_SEQUENCE",
        "heartbeat -1 2 | BAD_SEQUENCE",
        "heartbeat 1234567890123456789012345678901234567890 2 | NUMBER_TOO_LARGE",
        "1234567890123456789012345678901234567890 | NUMBER_TOO_LARGE",
        "4611686018427387904 1 | NUMBER_TOO_LARGE",
        "heartbeat 1 yesterday a | BAD_TIME",
        "heartbeat 1 -5 a | BAD_TIME",
        "heartbeat 1 8000000000000000000 a | BAD_TIME",
        "heartbeat 1 99999999999999999999999 a | BAD_TIME",
        "heartbeat 1 2 <b>x</b> | BAD_NAME",
        "heartbeat 1 2 .hidden | BAD_NAME",
        "heartbeat 1 2 naïve | BAD_NAME",
        "heartbeat 1 2 a e$ | BAD_EPOCH",
        "heartbeat 1 2 a e more | EXTRA_WORDS",
        "heartbeat 1 2 \"a b | BAD_NAME",
        "heartbeat 1 2 \"\" 9f3c | BAD_NAME",
        "heartbeat 1 2 \" a\" | BAD_NAME",
        "heartbeat 1 2 \"a b\" c d | EXTRA_WORDS",
        "heartbeat 1 2 \"a b\" e$ | BAD_EPOCH",
        "heartbeat 1 2 a <b> 9f3c | BAD_NAME",
        "heartbeat 1 2 a e hmac:12 | BAD_SIGNATURE_TEXT",
        "heartbeat 1 2 a\u0007b | BINARY",
        "5 \u0000 6 | BINARY"
      })
  void everyOtherTextIsRejectedForAReason(String text, BeatFault fault) {
    assertThat(read(text.getBytes(UTF_8))).isEqualTo(new BeatReading.Rejected(fault));
  }

  @Test
  void longestNameIsReadAndALongerOneIsNot() {
    assertThat(beat("heartbeat 1 2 " + "a".repeat(64)).name()).isPresent();
    assertThat(read(("heartbeat 1 2 " + "a".repeat(65)).getBytes(UTF_8)))
        .isEqualTo(new BeatReading.Rejected(BeatFault.BAD_NAME));
  }

  @Test
  void longDatagramIsTooLongAlsoWhereItArrivedCut() {
    assertThat(BeatText.parse(ByteBuffer.allocate(65_507), 65_507))
        .isEqualTo(new BeatReading.Rejected(BeatFault.TOO_LONG));
    assertThat(BeatText.parse(ByteBuffer.allocate(100), 101))
        .isEqualTo(new BeatReading.Rejected(BeatFault.TOO_LONG));
    assertThat(BeatText.parse(ByteBuffer.allocate(100).limit(50), 51))
        .isEqualTo(new BeatReading.Rejected(BeatFault.TOO_LONG));
  }

  @Test
  void bytesThatAreNoUtf8AreBinary() {
    assertThat(read(new byte[] {'5', ' ', (byte) 0x80}))
        .isEqualTo(new BeatReading.Rejected(BeatFault.BINARY));
  }

  @Test
  void whatIsFormattedIsReadAgain() {
    Beat goodbye =
        new Beat(true, BeatText.MAX_SEQUENCE, OptionalLong.of(NOON), Optional.of("a"), epoch());

    assertThat(read(BeatText.format(goodbye))).isEqualTo(new BeatReading.Plain(goodbye));
    assertThat(new String(BeatText.format(goodbye), UTF_8))
        .isEqualTo("goodbye 4611686018427387903 1735689600.000000 a 00ff");
  }

  @Test
  void signatureHoldsForItsKeyAndItsTextOnly() {
    Beat beat = new Beat(false, 1, OptionalLong.of(NOON), Optional.of("a"), epoch());
    byte[] signed = BeatText.format(beat, KEY);
    byte[] changed = signed.clone();
    changed[10] = '2'; // the sequence

    assertThat(signed(signed).beat()).isEqualTo(beat);
    assertThat(signed(signed).isSignedWith(KEY)).isTrue();
    assertThat(signed(changed).beat().sequence()).isEqualTo(2);
    assertThat(signed(changed).isSignedWith(KEY)).isFalse();
    assertThat(signed(signed).isSignedWith(new BeatKey(new byte[16]))).isFalse();
  }

  /// RFC 4231 test case 1 uses the key 0x0b times 20 over "Hi There".
  @Test
  void signatureIsTheHmacOfTheStandard() {
    byte[] secret = new byte[20];
    Arrays.fill(secret, (byte) 0x0b);

    assertThat(new BeatKey(secret).sign("Hi There".getBytes(UTF_8)))
        .asHexString()
        .isEqualToIgnoringCase("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @Test
  void shortKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BeatKey(new byte[15]))
        .withMessageContaining("at least 16");
  }

  @Test
  void everyByteStringHasAReading() {
    SplittableRandom random = new SplittableRandom(12002);
    byte[] seed = BeatText.format(beat("goodbye 17 1735689600000 build-7 9f3c"), KEY);
    long readable = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = i % 2 == 0 ? mutated(seed, random) : random(random);
      BeatReading reading = read(bytes);
      assertThat(reading).isNotNull();
      readable += reading instanceof BeatReading.Rejected ? 0 : 1;
    }

    assertThat(readable).isBetween(1_000L, 199_000L);
  }

  @Test
  void everyTruncationHasAReading() {
    byte[] whole = BeatText.format(beat("heartbeat 17 1735689600000 build-7 9f3c"), KEY);
    for (int length = 0; length <= whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length))).isNotNull();
    }
  }

  private static byte[] mutated(byte[] seed, SplittableRandom random) {
    byte[] bytes = Arrays.copyOf(seed, random.nextInt(seed.length + 1));
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] random(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(80)];
    String likely = "heartbeat 0123456789 .,;goodbye hmac:\r\n\t\u0000";
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          random.nextInt(10) == 0
              ? (byte) random.nextInt(256)
              : (byte) likely.charAt(random.nextInt(likely.length()));
    }
    return bytes;
  }

  private static Optional<String> epoch() {
    return Optional.of("00ff");
  }

  private static BeatReading.Signed signed(byte[] bytes) {
    return (BeatReading.Signed) read(bytes);
  }

  private static Beat beat(String text) {
    return ((BeatReading.Plain) read(text.getBytes(UTF_8))).beat();
  }

  private static BeatReading read(byte[] bytes) {
    return BeatText.parse(ByteBuffer.wrap(bytes), bytes.length);
  }
}

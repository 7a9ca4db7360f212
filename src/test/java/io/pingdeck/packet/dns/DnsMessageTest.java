package io.pingdeck.packet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
  private static final byte[] QUESTION =
      DnsMessage.question(new DnsQuestion("example.org", DnsType.AAAA));
  private static final String ASKED = "07 65 78 61 6d 70 6c 65 03 6f 72 67 00 00 1c 00 01";

  @Test
  void aQueryIsAHeaderAndAQuestion() {
    ByteBuffer out = ByteBuffer.allocate(512);

    int length = DnsMessage.writeQuery(out, 0xbeef, QUESTION);

    assertThat(HexFormat.ofDelimiter(" ").formatHex(out.array(), 0, length))
        .isEqualTo("be ef 01 00 00 01 00 00 00 00 00 00 " + ASKED);
    assertThat(DnsMessage.question(new DnsQuestion(".", DnsType.NS)))
        .isEqualTo(new byte[] {0, 0, 2, 0, 1});
  }

  @Test
  void anAnswerTellsWhatTheServerMadeOfTheQuestion() {
    ByteBuffer answer = bytes("be ef 83 83 00 01 00 02 00 00 00 00 " + ASKED);

    assertThat(isAnswer(answer)).isTrue();
    assertThat(DnsMessage.id(answer)).isEqualTo(0xbeef);
    assertThat(DnsMessage.rcode(answer)).isEqualTo(3);
    assertThat(DnsMessage.answers(answer)).isEqualTo(2);
    assertThat(DnsMessage.isTruncated(answer)).isTrue();
  }

  @Test
  void lettersOfTheQuestionMayChangeTheirCase() {
    assertThat(isAnswer(bytes("be ef 81 80 00 01 00 00 00 00 00 00 " + ASKED.replace("6f", "4f"))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "be ef 81 80 00 01 00 00 00 00 00", // less than a header
        "be ef 01 00 00 01 00 00 00 00 00 00 " + ASKED, // the query itself
        "be ef a9 80 00 01 00 00 00 00 00 00 " + ASKED, // another opcode
        "be ef 81 80 00 02 00 00 00 00 00 00 " + ASKED, // two questions
        "be ef 81 80 00 00 00 00 00 00 00 00", // no question and no error
        "be ef 81 80 00 01 00 00 00 00 00 00 07 65", // a truncated question
        "be ef 81 80 00 01 00 00 00 00 00 00 "
            + "07 65 78 61 6d 70 6c 65 03 6f 72 67 00 00 01 00 01", // another type
        "be ef 81 80 00 01 00 00 00 00 00 00 "
            + "07 65 78 61 6d 70 6c 66 03 6f 72 67 00 00 1c 00 01", // another name
      })
  void whatIsNoAnswerToTheQuestionIsNone(String hex) {
    assertThat(isAnswer(bytes(hex))).isFalse();
  }

  @Test
  void aServerThatCouldNotReadTheQuestionMayLeaveItOut() {
    assertThat(isAnswer(bytes("be ef 81 81 00 00 00 00 00 00 00 00"))).isTrue();
  }

  @Test
  void aQuoteOfAQueryIsKnownHoweverMuchThereIsOfIt() {
    String query = "be ef 01 00 00 01 00 00 00 00 00 00 " + ASKED;
    byte[] whole = bytes(query).array();
    for (int length = 2; length <= whole.length; length++) {
      assertThat(DnsMessage.isQuery(ByteBuffer.wrap(whole), length, QUESTION)).isTrue();
    }
    assertThat(DnsMessage.isQuery(ByteBuffer.wrap(whole), 1, QUESTION)).isFalse();
    whole[15]++;
    assertThat(DnsMessage.isQuery(ByteBuffer.wrap(whole), whole.length, QUESTION)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,0,true",
    "0,0,0,true",
    "2,0,0,false",
    "65535,0,0,false",
    "0,1,0,true",
    "1,0,1,false"
  })
  void recordsThatTheHeaderCountsMustBeThere(int answers, int others, int more, boolean holds) {
    ByteBuffer message = withOneRecord(answers, others, more, 0x8180);

    assertThat(DnsMessage.hasItsRecords(message, message.limit(), message.limit()))
        .isEqualTo(holds);
  }

  @Test
  void recordsBehindWhatWasKeptAreEstimated() {
    ByteBuffer message = withOneRecord(20, 0, 0, 0x8180);

    assertThat(DnsMessage.hasItsRecords(message, message.limit(), message.limit() + 19 * 11))
        .isTrue();
    assertThat(DnsMessage.hasItsRecords(message, message.limit(), message.limit() + 19 * 11 - 1))
        .isFalse();
  }

  @Test
  void recordsCutAnywhereAreNotThere() {
    ByteBuffer message = withOneRecord(1, 0, 0, 0x8180);
    for (int length = DnsMessage.HEADER_BYTES; length < message.limit(); length++) {
      assertThat(DnsMessage.hasItsRecords(message, length, length)).as("%d", length).isFalse();
    }
  }

  @Test
  void truncatedAnswerMayCountWhatWasLeftOut() {
    ByteBuffer message = withOneRecord(9, 0, 0, 0x8380);

    assertThat(DnsMessage.hasItsRecords(message, message.limit(), message.limit())).isTrue();
  }

  private static ByteBuffer withOneRecord(
      int answers, int authorities, int additionals, int flags) {
    return bytes(
        "be ef %04x 00 01 %04x %04x %04x ".formatted(flags, answers, authorities, additionals)
            + ASKED
            + " c0 0c 00 1c 00 01 00 00 00 3c 00 10 20 01 0d b8"
            + " 00".repeat(12));
  }

  private static boolean isAnswer(ByteBuffer message) {
    return DnsMessage.isAnswer(message, message.limit(), QUESTION);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}

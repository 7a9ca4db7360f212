package io.pingdeck.packet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        "be ef 81 80 00 01 00 00 00 00 00 00 07 65", // a cut question
        "be ef 81 80 00 01 00 00 00 00 00 00 "
            + "07 65 78 61 6d 70 6c 65 03 6f 72 67 00 00 01 00 01", // of another type
        "be ef 81 80 00 01 00 00 00 00 00 00 "
            + "07 65 78 61 6d 70 6c 66 03 6f 72 67 00 00 1c 00 01", // of another name
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

  private static boolean isAnswer(ByteBuffer message) {
    return DnsMessage.isAnswer(message, message.limit(), QUESTION);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}

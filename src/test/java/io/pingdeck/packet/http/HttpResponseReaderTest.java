package io.pingdeck.packet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of response that servers were seen to send, or that RFC 9112 has a rule for. In the
/// texts `~` means CR LF, `^` LF alone, `@` a NUL, `` ` `` a bell and `_` a tab.
class HttpResponseReaderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "HTTP/1.1 200 OK~Content-Length: 5~~hello|200|hello",
        "HTTP/1.1 200 OK^Content-Length: 5^^hello|200|hello",
        "HTTP/1.1 200 OK~Content-Length: 5^~hello|200|hello",
        "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 5~~hello|200|hello",
        "HTTP/1.1 200 OK~Content-Length: 5, 5,05~~hello|200|hello",
        "HTTP/1.1 200 OK~content-LENGTH:5_~~hello and more|200|hello",
        "HTTP/1.1 200 OK~Content-Length : 5~~hello|200|hello",
        "HTTP/2.0 200 OK~Content-Length: 5~~hello|200|hello",
        "HTTP/2 200~Content-Length: 5~~hello|200|hello",
        "HTTP/1.0 200 OK~Content-Length: 5~~hello|200|hello",
        "HTTP/1.1 999 Odd~Content-Length: 5~~hello|999|hello",
        "HTTP/1.1 000 Odd~Content-Length: 0~~|0|",
        "HTTP/1.1 600 ~Content-Length: 0~~|600|",
        "HTTP/1.1 200~Content-Length: 0~~|200|",
        "HTTP/1.1  200_OK~Content-Length: 0~~|200|",
        "HTTP/1.1 200 O`K@~Content-Length: 0~~|200|",
        "~~HTTP/1.1 200 OK~Content-Length: 0~~|200|",
        "HTTP/1.1 200 OK~X: a`b@c~Content-Length: 0~~|200|",
        "HTTP/1.1 200 OK~X Y: 1~Content-Length: 0~~|200|",
        "HTTP/1.1 200 OK~X:~Content-Length: 0~~|200|",
        "HTTP/1.1 200 OK~X: a~ b~_c~Content-Length: 0~~|200|",
        "HTTP/1.1 200 OK~Content-Length:~ 5~~hello|200|hello",
        "HTTP/1.1 200 OK~ Content-Length: 7~Content-Length: 0~~|200|",
        "HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 0~~|200|",
        "HTTP/1.1 102 Processing~~HTTP/1.1 103 Early~Link: x~~HTTP/1.1 204 Done~~|204|",
        "HTTP/1.1 199 ?~Content-Length: 9~~HTTP/1.1 404 No~Content-Length: 0~~|404|",
        "HTTP/1.1 101 Switching~Upgrade: x~~|101|",
        "HTTP/1.1 204 No~Content-Length: 5~~|204|",
        "HTTP/1.1 304 Not~Content-Length: 5~~|304|",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~0~~|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~he~3;x=y;z~llo~000~A: b~~|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: Chunked~~5^hello^0^^|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~00005 ~hello~0~~|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~A~0123456789~0~~|200|0123456789",
        "HTTP/1.1 200 OK~Content-Length: 3~Transfer-Encoding: chunked~~5~hello~0~~|200|hello",
        "HTTP/1.0 200 OK~Transfer-Encoding: chunked~~5~hello~0~~|200|hello"
      })
  void aResponseIsReadToItsEnd(String text, int status, String body) {
    String expected = body == null ? "" : body;

    assertThat(read(text, false))
        .isEqualTo(new HttpResponses.Read(answered(status), expected))
        .isEqualTo(HttpResponses.read(bytes(text), 1, false, false, true));
    holdsCutAnywhere(text, false);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~~hello|200|hello",
        "HTTP/1.0 200 OK~Connection: close~~hello|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~hello|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked, identity~~hello|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~0~|200|hello",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~0~A: b~|200|hello"
      })
  void theConnectionsEndEndsABody(String text, int status, String body) {
    assertThat(read(text, false).reading()).isEmpty();
    assertThat(read(text, true)).isEqualTo(new HttpResponses.Read(answered(status), body));
    holdsCutAnywhere(text, true);
  }

  @Test
  void inTlsOnlyACloseNotifyEndsABodyThatHasNoOtherEnd() {
    byte[] open = bytes("HTTP/1.1 200 OK~~hello");
    byte[] whole = bytes("HTTP/1.1 200 OK~Content-Length: 5~~hello");

    assertThat(HttpResponses.read(open, 99, false, true, false).reading())
        .isEqualTo(malformed("ended its body without a TLS close_notify"));
    assertThat(HttpResponses.read(whole, 99, false, true, false).reading())
        .isEqualTo(answered(200));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "SSH-2.0-x~|begins with 'SSH-2.0-x' instead of HTTP/",
        "x|begins with 'x' instead of HTTP/",
        "<html>|begins with '<html>' instead of HTTP/",
        "ICY 200 OK~~|begins with 'ICY 200 OK' instead of HTTP/",
        "http/1.1 200 OK~~|begins with 'http/1.1 200 OK' instead of HTTP/",
        "HTTP/1.1 20 OK~|'HTTP/1.1 20 OK' is no status line",
        "HTTP/1.1 2000 OK~|'HTTP/1.1 2000 OK' is no status line",
        "HTTP/1.1 200OK~|'HTTP/1.1 200OK' is no status line",
        "HTTP/1.1 -12 OK~|'HTTP/1.1 -12 OK' is no status line",
        "HTTP/x 200 OK~|'HTTP/x 200 OK' is no status line",
        "HTTP/1.1~|'HTTP/1.1' is no status line",
        "HTTP/1.1 200 OK~no field~|'no field' in its head is no field",
        "HTTP/1.1 200 OK~: value~|': value' in its head is no field",
        "HTTP/1.1 200 OK~Content-Length: 5, 6~~|its Content-Length is '5, 6'",
        "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~|its Content-Length is '5, 6'",
        "HTTP/1.1 200 OK~Content-Length: +5~~|its Content-Length is '+5'",
        "HTTP/1.1 200 OK~Content-Length: -1~~|its Content-Length is '-1'",
        "HTTP/1.1 200 OK~Content-Length: 0x5~~|its Content-Length is '0x5'",
        "HTTP/1.1 200 OK~Content-Length:~~|its Content-Length is ''",
        "HTTP/1.1 200 OK~Content-Length: 5,~~|its Content-Length is '5,'",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~|'x' is not the size of a chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~~|'' is not the size of a chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-1~|'-1' is not the size of a chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~hello~|has more in a chunk than its 2 bytes"
      })
  void whatIsNoResponseIsMalformedAndSaysWhy(String text, String reason) {
    assertThat(read(text, false).reading()).isEqualTo(malformed(reason.replace('\'', '"')));
    holdsCutAnywhere(text, false);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "H|ended within its head, after 1 byte",
        "HTTP/1.1 200 OK~|ended within its head, after 17 bytes",
        "HTTP/1.1 100 Continue~~|ended after an interim response 100",
        "HTTP/1.1 200 OK~Content-Length: 10~~hello|ended after 5 of 10 bytes of body",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~|ended after 0 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~he|"
            + "ended after 2 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~|"
            + "ended after 5 bytes, before the last chunk"
      })
  void aResponseThatEndsTooEarlyIsMalformed(String text, String reason) {
    assertThat(read(text, false).reading()).isEmpty();
    assertThat(read(text, true).reading()).isEqualTo(malformed(reason));
    holdsCutAnywhere(text, true);
  }

  @Test
  void nothingAtAllIsNoReading() {
    assertThat(read("", true).reading()).isEmpty();
  }

  @Test
  void theAnswerToAHeadHasNoBody() {
    byte[] text = bytes("HTTP/1.1 200 OK~Content-Length: 1000~~");

    assertThat(HttpResponses.read(text, 99, true, false, true).reading()).isEqualTo(answered(200));
  }

  @Test
  void aHeadOf64KibIsReadAndALongerOneIsFlooded() {
    String end = "Content-Length: 0\r\n\r\n";
    int room = HttpResponseReader.MAX_HEAD_BYTES - OK.length() - end.length() - 1;
    String longest = OK + "X: " + "x".repeat(room - 5) + "\r\n" + end;
    String longer = OK + "X: " + "x".repeat(room - 4) + "\r\n" + end;

    assertThat(read(longest, false).reading()).isEqualTo(answered(200));
    assertThat(read(longer, false).reading()).isEqualTo(flooded("64 KiB of head"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "HTTP/1.1 200 ", "~"})
  void aHeadWithoutEndIsFloodedOrMalformedButNeverKept(String start) {
    String text = start + "~".repeat(70_000).replace('~', start.equals("~") ? '~' : 'x');

    assertThat(read(text, false).reading()).isPresent();
  }

  @Test
  void linesWithoutEndAreFlooded() {
    String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";

    assertThat(read(OK + "X: y\r\n".repeat(11_000), false).reading())
        .isEqualTo(flooded("64 KiB of head"));
    assertThat(read(chunked + "0\r\n" + "X: y\r\n".repeat(11_000), false).reading())
        .isEqualTo(flooded("64 KiB of chunk extensions and trailers"));
    assertThat(read(chunked + "1;" + "x".repeat(70_000), false).reading())
        .isEqualTo(flooded("64 KiB of chunk extensions and trailers"));
    assertThat(read("HTTP/1.1 103 Early\r\n\r\n".repeat(33), false).reading())
        .isEqualTo(flooded("32 interim responses"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4194305~~",
        "Content-Length: 18446744073709551617~~",
        "Transfer-Encoding: chunked~~400001~",
        "Transfer-Encoding: chunked~~fffffffffffffffff~",
        "Transfer-Encoding: chunked~~1~x~400000~"
      })
  void aLengthBeyond4MibIsFloodedBeforeItsBytes(String rest) {
    assertThat(read(OK + rest, false).reading()).isEqualTo(flooded("4 MiB of body"));
  }

  @Test
  void aBodyOf4MibIsReadAndALongerOneIsFlooded() {
    byte[] piece = new byte[1 << 16];
    for (String framing : new String[] {"", "Content-Length: 4194304\r\n"}) {
      HttpResponseReader reader = new HttpResponseReader(false, data -> {});
      assertThat(reader.read(ByteBuffer.wrap(bytes(OK + framing + "\r\n")))).isEmpty();
      for (int i = 0; i < 63; i++) {
        assertThat(reader.read(ByteBuffer.wrap(piece))).isEmpty();
      }
      Optional<HttpReading> atBound = reader.read(ByteBuffer.wrap(piece));
      assertThat(atBound).isEqualTo(framing.isEmpty() ? Optional.empty() : answered(200));
      Optional<HttpReading> beyond = reader.read(ByteBuffer.wrap(piece, 0, 1));
      assertThat(beyond).isEqualTo(framing.isEmpty() ? flooded("4 MiB of body") : answered(200));
    }
  }

  @Test
  void manySmallChunksAreABody() {
    String text = OK + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(50_000);

    assertThat(read(text + "0\r\n\r\n", false).reading()).isEqualTo(answered(200));
  }

  @Test
  void chunksWithMoreFramingThan1MibAreFlooded() {
    String start = OK + "Transfer-Encoding: chunked\r\n\r\n";
    int most = ((1 << 20) - 5) / 5; // "1", "", and after them "0" and a blank line

    assertThat(read(start + "1\r\nx\r\n".repeat(most) + "0\r\n\r\n", false).reading())
        .isEqualTo(answered(200));
    assertThat(read(start + "1\r\nx\r\n".repeat(most + 1) + "0\r\n\r\n", false).reading())
        .isEqualTo(flooded("1 MiB of chunk framing"));
  }

  /// 64 KiB of fields with the same name: each must cost its own length, not that of all before it.
  @Test
  void fieldsThatRepeatAndFoldedLinesAreJoinedAndManyLengthsAreOne() {
    String names = OK + "X:a\n".repeat(16_000) + "Content-Length: 0\r\n\r\n";
    String folds = OK + "X: a\n" + " b\n".repeat(21_000) + "Content-Length: 0\r\n\r\n";
    String lengths = OK + "Content-Length: 2" + ",2".repeat(30_000) + "\r\n\r\nok";

    assertThat(field(names)).hasValue("a" + ", a".repeat(15_999));
    assertThat(field(folds)).hasValue("a" + " b".repeat(21_000));
    assertThat(read(lengths, false).reading()).isEqualTo(answered(200));
  }

  private static Optional<String> field(String response) {
    HttpResponseReader reader = new HttpResponseReader(false, data -> {});
    assertThat(reader.read(ByteBuffer.wrap(bytes(response)))).isEqualTo(answered(200));
    return reader.field("x");
  }

  @Test
  void whatFollowsAResponseIsLeftAlone() {
    ByteBuffer bytes = ByteBuffer.wrap(bytes("HTTP/1.1 200 OK~Content-Length: 2~~hello"));

    assertThat(new HttpResponseReader(false, data -> {}).read(bytes)).isEqualTo(answered(200));
    assertThat(bytes.remaining()).isEqualTo(3);
  }

  @Test
  void theFieldsOfTheFinalHeadAreTold() {
    HttpResponseReader reader = new HttpResponseReader(false, data -> {});
    reader.read(ByteBuffer.wrap(bytes("HTTP/1.1 103 E~A: 1~~HTTP/1.0 301 M~Location: /x~ y~B:~~")));

    assertThat(reader.hasHead()).isTrue();
    assertThat(reader.version()).isEqualTo("1.0");
    assertThat(reader.field("location")).contains("/x y");
    assertThat(reader.field("b")).contains("");
    assertThat(reader.field("a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 5~~hello|5|5",
        "Content-Length: 5, 05~~hello|5|5",
        "X: y~~hello|-1|5",
        "Transfer-Encoding: chunked~~2~he~3~llo~0~~|-1|5",
        "Transfer-Encoding: chunked~Content-Length: x~~0~~|-1|0",
      })
  void theLengthThatIsToldStandsBesideTheOneThatCame(String rest, long told, long came) {
    HttpResponseReader reader = new HttpResponseReader(false, piece -> {});

    reader.read(ByteBuffer.wrap((OK + rest.replace("~", "\r\n")).getBytes(ISO_8859_1)));

    assertThat(reader.contentLength().orElse(-1)).isEqualTo(told);
    assertThat(reader.bodyBytes()).isEqualTo(came);
  }

  @ParameterizedTest
  @CsvSource({"200, 99, 99", "304, x, -1"})
  void theLengthOfABodyThatIsNotSentIsToldIfItIsOne(int status, String length, long told) {
    HttpResponseReader reader = new HttpResponseReader(true, piece -> {});
    String text = "HTTP/1.1 " + status + " OK\r\nContent-Length: " + length + "\r\n\r\n";

    reader.read(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));

    assertThat(reader.contentLength().orElse(-1)).isEqualTo(told);
    assertThat(reader.bodyBytes()).isZero();
  }

  private static void holdsCutAnywhere(String text, boolean end) {
    byte[] bytes = bytes(text);
    Optional<String> kind =
        HttpResponses.readCut(bytes, bytes.length, end).reading().map(HttpResponseReaderTest::kind);
    String body = HttpResponses.readCut(bytes, bytes.length, end).body();
    for (int at = 0; at < bytes.length; at++) {
      HttpResponses.Read cut = HttpResponses.readCut(bytes, at, end);
      assertThat(cut.reading().map(HttpResponseReaderTest::kind))
          .as("cut at %d", at)
          .isEqualTo(kind);
      assertThat(cut.body()).as("cut at %d", at).isEqualTo(body);
    }
  }

  /// Reported first bytes depend on how many have arrived, so they are not compared.
  private static String kind(HttpReading reading) {
    return reading.toString().replaceFirst("begins with .*", "begins");
  }

  private static HttpResponses.Read read(String text, boolean end) {
    return HttpResponses.read(bytes(text), Integer.MAX_VALUE, false, end, true);
  }

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n")
        .replace('^', '\n')
        .replace('@', '\0')
        .replace('`', '\7')
        .replace('_', '\t')
        .getBytes(ISO_8859_1);
  }

  private static Optional<HttpReading> answered(int status) {
    return Optional.of(new HttpReading.Answered(status));
  }

  private static Optional<HttpReading> malformed(String reason) {
    return Optional.of(new HttpReading.Malformed(reason));
  }

  private static Optional<HttpReading> flooded(String bound) {
    return Optional.of(new HttpReading.Flooded(bound));
  }
}

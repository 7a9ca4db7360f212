package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.testing.Proves;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {
  private static final List<String> LINES =
      List.of(
          "{\"seq\":1,\"at\":\"2026-01-01T00:00:00.000000001Z\",\"outcome\":\"reply\",\"rttNanos\":100,"
              + "\"rttSource\":\"kernel\",\"lagNanos\":5}",
          "{\"seq\":2,\"at\":\"2026-01-01T00:00:01Z\",\"outcome\":\"lost\",\"lagNanos\":5}",
          "{\"seq\":3,\"at\":\"2026-01-01T00:00:02Z\",\"outcome\":\"reply\",\"rttNanos\":300,"
              + "\"lagNanos\":5}",
          "{\"seq\":4,\"at\":\"2026-01-01T00:00:03Z\",\"outcome\":\"reply\",\"rttNanos\":340,"
              + "\"lagNanos\":5}",
          "{\"seq\":5,\"at\":\"2026-01-01T00:00:04Z\",\"outcome\":\"icmpError\",\"lagNanos\":5,"
              + "\"icmp\":{\"type\":3,\"code\":3,\"name\":\"port unreachable\",\"from\":\"::1\"}}");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void countsAndTimesAreThoseOfTheSamples() throws Exception {
    JsonNode summary = summary(String.join("\n", LINES));

    assertThat(summary.get("sent").asLong()).isEqualTo(5);
    assertThat(summary.get("replied").asLong()).isEqualTo(3);
    assertThat(summary.get("lossPercent").asDouble()).isEqualTo(40.0);
    assertThat(summary.get("rttNanos").get("mean").asLong()).isEqualTo(247);
    assertThat(summary.get("ipdvMeanAbsoluteNanos").asLong())
        .as("nothing across a loss")
        .isEqualTo(40);
    assertThat(summary.get("firstAt").asText()).isEqualTo("2026-01-01T00:00:00.000000001Z");
  }

  @Test
  @Proves("S19")
  void everyFormatSaysTheSame() throws Exception {
    String json = "{\"ping\":{\"id\":\"x\"},\"samples\":[\n" + String.join(",\n", LINES) + "\n]}\n";
    String csv =
        """
        seq,at,outcome,rttNanos,rttSource\r
        1,2026-01-01T00:00:00.000000001Z,reply,100,kernel\r
        2,2026-01-01T00:00:01Z,lost,,\r
        3,2026-01-01T00:00:02Z,reply,300,\r
        4,2026-01-01T00:00:03Z,reply,340,\r
        5,2026-01-01T00:00:04Z,icmpError,,\r
        """;

    JsonNode lines = summary(String.join("\n", LINES) + "\n{\"summary\":{\"sent\":5}}\n");

    assertThat(summary(json)).isEqualTo(lines);
    assertThat(summary(csv)).isEqualTo(lines);
    String cell = ",\"a \"\"b\"\", c\"";
    assertThat(summary(csv.replace("\r", cell + "\r").replaceFirst(cell, ",reason")))
        .as("with a column that earlier versions did not write")
        .isEqualTo(lines);
  }

  @Test
  void lateReplyTakesThePlaceOfItsLoss() throws Exception {
    String late =
        "\n"
            + "{\"seq\":2,\"at\":\"2026-01-01T00:00:01Z\",\"outcome\":\"late\",\"rttNanos\":9,\"lagNanos\":5}";

    JsonNode summary = summary(String.join("\n", LINES) + late);

    assertThat(summary.get("lost").asLong()).isZero();
    assertThat(summary.get("late").asLong()).isEqualTo(1);
    assertThat(summary.get("sent").asLong()).isEqualTo(5);
  }

  @Test
  void lostProbeThatTurnedIntoAnIcmpErrorIsCountedAsThat() throws Exception {
    JsonNode summary =
        summary(
            String.join("\n", LINES)
                + "\n"
                + "{\"seq\":2,\"at\":\"2026-01-01T00:00:01Z\",\"outcome\":\"icmpError\",\"lagNanos\":5}");

    assertThat(summary.get("lost").asLong()).isZero();
    assertThat(summary.get("icmpErrors").asLong()).isEqualTo(2);
    assertThat(summary.get("sent").asLong()).isEqualTo(5);
  }

  @Test
  void wordsAreThoseOfPing() throws Exception {
    assertThat(run(file(String.join("\n", LINES)))).isZero();

    assertThat(out.toString())
        .contains("5 probes sent, 3 replies, 1 lost, 1 ICMP error, 40 % loss")
        .contains("rtt min 100 ns")
        .contains("jitter (RFC 3550)")
        .contains(
            "all: 2 of 5 unanswered (loss 40 %, 95 % interval 11.8-76.9 %), 3 replies, 1 lost,"
                + " 1 ICMP error, median 300 ns");
  }

  @Test
  void boundsThatAreWrittenAlikeStandOnce() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(LINES.getFirst());
    for (int seq = 2; seq <= 10_000; seq++) {
      lines.add("{\"seq\":" + seq + ",\"at\":\"2026-01-01T00:00:01Z\",\"outcome\":\"lost\"}");
    }

    assertThat(run(file(String.join("\n", lines)))).isZero();

    assertThat(out.toString()).contains("(loss > 99.9 %, 95 % interval > 99.9 %)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{\"seq\":1}",
        "{\"seq\":0,\"at\":\"2026-01-01T00:00:00Z\",\"outcome\":\"lost\"}",
        "{\"seq\":1,\"at\":\"2026-01-01T00:00:00Z\",\"outcome\":\"reply\"}",
        "{\"ping\":{}}",
        "seq,at,outcome,rttNanos\n1,2026-01-01T00:00:00Z\n",
        "seq,at,outcome,rttNanos\nx,2026-01-01T00:00:00Z,lost,\n"
      })
  void whatIsNoExportIsSaidInOneLine(String text) throws Exception {
    assertThat(run(file(text))).isEqualTo(1);

    assertThat(err.toString().lines()).singleElement().asString().startsWith("pingdeck: ");
    assertThat(out.toString()).isEmpty();
  }

  /// Files as spreadsheets save them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "seq;at;outcome;rttNanos\n1;2026-01-01T00:00:00Z;reply;1834\n2;2026-01-01T00:00:01Z;lost;",
        "\ufeffseq,at,outcome,rttNanos\r\n1,2026-01-01T00:00:00Z,reply,1834\r\n\r\n"
            + "2,2026-01-01T00:00:01Z,lost,\r\n",
        "\n\nseq;at;outcome;rttNanos;;\n1;2026-01-01T00:00:00Z;reply;1834,0;;\n;;;;;\n"
            + "2;2026-01-01T00:00:01Z;lost;;;\n",
        "sep=;\nSEQ;AT;Outcome;RTTNANOS\n1;2026-01-01 00:00:00Z;reply;1,834E+03\n"
            + "2;2026-01-01T01:00:01,0+01:00;lost;\n",
        "\"seq\",\"at\",\"note\",\"outcome\",\"rttNanos\"\n"
            + "\"1\",\"2026-01-01T00:00:00Z\",\"a, \"\"b\"\"\nc\",\"reply\",\"1834\"\n"
            + "2, 2026-01-01T00:00:01Z ,,lost,\"\"\n",
        "seq\tat\toutcome\trttNanos\r1\t2026-01-01T00:00:00Z\treply\t1833,6\r"
            + "2\t2026-01-01T00:00:01Z\tlost\t",
        "\ufeff\n"
            + " {\"seq\":1,\"at\":\"2026-01-01T00:00:00Z\",\"outcome\":\"reply\",\"rttNanos\":1834}\r\n\r\n"
            + "{\"seq\":2,\"at\":\"2026-01-01T00:00:01Z\",\"outcome\":\"lost\"}"
      })
  void whatSpreadsheetsMakeOfAnExportSaysTheSame(String text) throws Exception {
    JsonNode summary = summary(text);

    assertThat(summary.get("sent").asLong()).isEqualTo(2);
    assertThat(summary.get("lost").asLong()).isEqualTo(1);
    assertThat(summary.at("/rttNanos/max").asLong()).isEqualTo(1834);
    assertThat(summary.get("lastAt").asText()).isEqualTo("2026-01-01T00:00:01Z");
  }

  @Test
  void sixteenBitTextIsReadToo() throws Exception {
    String csv = "\ufeffseq\tat\toutcome\trttNanos\n1\t2026-01-01T00:00:00Z\treply\t5\n";

    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      assertThat(run(Files.writeString(folder.resolve("wide"), csv, charset))).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1;2026-01-01T00:00:00Z;reply;1.834     | line 3: rttNanos 1.834 may be a fraction or thousands: write it without a separator
          1;2026-01-01T00:00:00Z;reply;fast      | line 3: rttNanos fast is not a number
          1;2026-01-01T00:00:00Z;reply;-5        | line 3: rttNanos -5 is not a number
          1;2026-01-01T00:00:00Z;reply;99999999999999999999 | line 3: rttNanos 99999999999999999999 is not a number
          1;2026-01-01T00:00:00Z;reply           | line 3: the row is truncated: it has 3 of 4 cells
          1;2026-01-01T00:00:00Z;reply;          | line 3: reply without rttNanos
          1;2026-01-01T00:00:00Z;lost;7          | line 3: lost with rttNanos
          1;2026-01-01T00:00:00Z;vanished;       | line 3: outcome vanished is unknown
          0;2026-01-01T00:00:00Z;lost;           | line 3: seq 0 is out of range (at least 1)
          1;01.01.2026 00:00;lost;               | line 3: at 01.01.2026 00:00 is not a time with its zone
          1;9999-12-31T00:00:00Z;lost;            | line 3: at 9999-12-31T00:00:00Z is out of range (the years 1678 to 2261)
          1;"2026-01-01T00:00:00Z;lost;          | line 3: a quote is not closed
          """)
  void aFaultyRowIsNamedByItsLine(String row, String sentence) throws Exception {
    String csv = "seq;at;outcome;rttNanos\n\n" + row + "\n2;2026-01-01T00:00:01Z;lost;\n";

    assertThat(run(file(csv))).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "pingdeck: "
                + folder.resolve("export")
                + " is not an export of a ping: "
                + sentence
                + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          seq;at;outcome                       | it has no column rttNanos
          {"seq":1                             | line 1: Unexpected end-of-input: expected close marker for Object
          {"seq":1,"at":"noon","outcome":"lost"} | line 1: at noon is not a time with its zone
          """)
  void aFaultyFileSaysWhy(String text, String sentence) throws Exception {
    assertThat(run(file(text))).isEqualTo(1);
    assertThat(err.toString()).endsWith("is not an export of a ping: " + sentence + "\n");
  }

  @Test
  void bytesThatAreNoTextAreNotRead() throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {'s', (byte) 0x80, 0});

    assertThat(run(binary)).isEqualTo(1);
    assertThat(err.toString()).endsWith("it is not UTF-8 text\n");
  }

  @Test
  void missingFileIsNamed() {
    assertThat(run(folder.resolve("none"))).isEqualTo(1);

    assertThat(err.toString()).contains("none does not exist");
  }

  private JsonNode summary(String text) throws Exception {
    out.getBuffer().setLength(0);
    assertThat(run(file(text), "--json")).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString()).get("summary");
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("export"), text);
  }

  private int run(Path file, String... more) {
    String[] args = new String[2 + more.length];
    args[0] = "report";
    args[1] = file.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }
}

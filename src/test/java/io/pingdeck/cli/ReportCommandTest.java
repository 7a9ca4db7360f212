package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        .contains("all: 2 of 5 unanswered (loss 40 %, 95 % interval 11.8-76.9 %), p50 300 ns");
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

package io.pingdeck.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.Errno;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.stats.PingSamples;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportFormatTest {
  @ParameterizedTest
  @CsvSource({
    "RESET, ECONNRESET",
    "RESET, ENODATA",
    "SEND_FAILED, ENETUNREACH",
    "LOST, ''",
  })
  void everyFormatTellsTheSystemsError(Outcome outcome, String error) {
    int errno =
        switch (error) {
          case "ECONNRESET" -> Errno.ECONNRESET;
          case "ENODATA" -> Errno.ENODATA;
          case "ENETUNREACH" -> Errno.ENETUNREACH;
          default -> 0;
        };
    Sample sample = PingSamples.sample(outcome, errno, Optional.empty());

    assertThat(cell(sample, "error")).isEqualTo(error);
    if (!error.isEmpty()) {
      for (ExportFormat json : List.of(ExportFormat.JSON, ExportFormat.NDJSON)) {
        assertThat(json.sample(sample, true)).contains("\"error\":\"" + error + "\"");
      }
    }
  }

  @Test
  void reasonThatCsvWouldTakeApartIsQuoted() {
    Sample sample =
        PingSamples.sample(
            Outcome.MALFORMED, 0, Optional.of(new Response.Malformed("not \"220\", but 5")));

    assertThat(ExportFormat.CSV.sample(sample, true)).endsWith(",\"not \"\"220\"\", but 5\"\r\n");
    assertThat(ExportFormat.NDJSON.sample(sample, true))
        .contains("\"reason\":\"not \\\"220\\\", but 5\"");
  }

  @ParameterizedTest
  @CsvSource({"LOST", "RESET"})
  void rowHasACellForEachColumn(Outcome outcome) {
    for (Optional<Response> answer :
        List.of(
            Optional.<Response>empty(),
            Optional.<Response>of(new Response.Dns(0, 1, false, OptionalLong.empty(), 1, 2)),
            Optional.<Response>of(new Response.Banner("a, \"b\"")))) {
      assertThat(cells(ExportFormat.CSV.sample(PingSamples.sample(outcome, 0, answer), true)))
          .hasSameSizeAs(cells(ExportFormat.CSV.head(null)));
    }
  }

  private static String cell(Sample sample, String column) {
    int at = cells(ExportFormat.CSV.head(null)).indexOf(column);
    return cells(ExportFormat.CSV.sample(sample, true)).get(at);
  }

  private static List<String> cells(String row) {
    return Arrays.asList(row.strip().split(",", -1));
  }
}

package io.pingdeck.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.probe.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Reads the samples of an export, sample by sample: NDJSON (also what `pingdeck ping --json`
/// prints), JSON or CSV, told apart by how the file begins.
final class SampleFile {
  private static final long SECOND = 1_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A sample as far as statistics need it.
  ///
  /// @param lagNanos scheduler lateness; 0 if the file does not tell
  /// @param rttNanos present exactly if the outcome has an RTT
  record Line(
      long sequence, long sentEpochNanos, long lagNanos, Outcome outcome, OptionalLong rttNanos) {}

  /// Sees each sample, in the order of the file.
  @FunctionalInterface
  interface Visitor {
    void sample(Line line);
  }

  private SampleFile() {}

  /// @throws IOException if it cannot be read or is none of the formats
  static void read(Path file, Visitor visitor) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      reader.mark(8192);
      int first = reader.read();
      reader.reset();
      if (first == '{') {
        readJson(reader, visitor);
      } else {
        readCsv(reader, visitor);
      }
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException(file + " is not an export of a ping: " + e.getMessage(), e);
    }
  }

  private static void readJson(BufferedReader reader, Visitor visitor) throws IOException {
    try (JsonParser parser = new JsonFactory(JSON).createParser(reader)) {
      while (parser.nextToken() != null) {
        boolean whole =
            parser.nextToken() == JsonToken.FIELD_NAME && parser.currentName().equals("ping");
        if (whole) {
          parser.nextToken();
          parser.skipChildren();
          readArray(parser, visitor);
        } else {
          readLine(parser, visitor);
        }
      }
    }
  }

  /// The rest of an export in one object: the samples.
  private static void readArray(JsonParser parser, Visitor visitor) throws IOException {
    parser.nextToken();
    if (!"samples".equals(parser.currentName()) || parser.nextToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("no samples behind the ping");
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      JsonNode sample = parser.readValueAsTree();
      visitor.sample(line(sample));
    }
    parser.nextToken();
  }

  /// One object a line; those without a sequence, such as a summary, are passed over.
  private static void readLine(JsonParser parser, Visitor visitor) throws IOException {
    Map<String, JsonNode> fields = new HashMap<>();
    for (JsonToken token = parser.currentToken();
        token == JsonToken.FIELD_NAME;
        token = parser.nextToken()) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, parser.readValueAsTree());
    }
    if (fields.containsKey("seq")) {
      visitor.sample(line(JSON.valueToTree(fields)));
    }
  }

  private static Line line(JsonNode json) {
    JsonNode rtt = json.path("rttNanos");
    return line(
        json.path("seq").asLong(),
        json.path("at").asText(),
        json.path("lagNanos").asLong(),
        json.path("outcome").asText(),
        rtt.isNumber() ? OptionalLong.of(rtt.asLong()) : OptionalLong.empty());
  }

  private static void readCsv(BufferedReader reader, Visitor visitor) throws IOException {
    String head = reader.readLine();
    List<String> names = head == null ? List.of() : List.of(head.split(","));
    List<Integer> places =
        List.of("seq", "at", "outcome", "rttNanos").stream().map(names::indexOf).toList();
    if (places.contains(-1)) {
      throw new IllegalArgumentException("it begins neither with { nor with names of columns");
    }
    int lagColumn = names.indexOf("lagNanos");
    for (String row = reader.readLine(); row != null; row = reader.readLine()) {
      String[] cells = row.split(",", -1);
      if (cells.length < names.size()) {
        throw new IllegalArgumentException("a row is cut: " + row);
      }
      String rtt = cells[places.get(3)];
      visitor.sample(
          line(
              Long.parseLong(cells[places.get(0)]),
              cells[places.get(1)],
              lagColumn < 0 || cells[lagColumn].isEmpty() ? 0 : Long.parseLong(cells[lagColumn]),
              cells[places.get(2)],
              rtt.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rtt))));
    }
  }

  private static Line line(
      long sequence, String at, long lagNanos, String outcome, OptionalLong rttNanos) {
    Outcome known =
        Arrays.stream(Outcome.values())
            .filter(candidate -> candidate.json().equals(outcome))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no outcome: " + outcome));
    if (sequence < 1 || known.hasRtt() != rttNanos.isPresent()) {
      throw new IllegalArgumentException("not a sample: seq " + sequence + ", " + outcome);
    }
    Instant instant = Instant.parse(at);
    return new Line(
        sequence, instant.getEpochSecond() * SECOND + instant.getNano(), lagNanos, known, rttNanos);
  }
}

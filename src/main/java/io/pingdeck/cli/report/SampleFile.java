package io.pingdeck.cli.report;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.GivenText;
import io.pingdeck.ping.sample.Outcome;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Reads the samples of an export one by one: NDJSON (also the output of `pingdeck ping --json`),
/// JSON or CSV. The format is detected from the start of the file.
public final class SampleFile {
  /// Maximum whitespace before the character that determines the format.
  private static final int LONGEST_BLANK = 4096;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// The part of a sample that statistics need.
  ///
  /// @param lagNanos scheduler lateness; 0 if the file does not contain it
  /// @param rttNanos present exactly if the outcome has an RTT
  public record Line(
      long sequence, long sentEpochNanos, long lagNanos, Outcome outcome, OptionalLong rttNanos) {}

  /// Receives each sample, in the order of the file.
  @FunctionalInterface
  public interface Visitor {
    void sample(Line line);
  }

  private SampleFile() {}

  /// @throws IOException if the file cannot be read or has none of the formats; the message
  ///   contains the line
  public static void read(Path file, Visitor visitor) throws IOException {
    try (BufferedReader reader = open(file)) {
      if (startsWithBrace(reader)) {
        readJson(reader, visitor);
      } else {
        readCsv(reader, visitor);
      }
    } catch (JsonProcessingException e) {
      throw noExport(file, "line " + e.getLocation().getLineNr() + ": " + reason(e), e);
    } catch (CharacterCodingException e) {
      throw noExport(file, "it is not UTF-8 text", e);
    } catch (IllegalArgumentException e) {
      throw noExport(file, e.getMessage(), e);
    }
  }

  /// Strips the sentences about settings of the parser.
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll("(?s) \\(start marker .*|\n.*", "");
  }

  private static IOException noExport(Path file, String why, Exception cause) {
    return new IOException(file + " is not an export of a ping: " + why, cause);
  }

  /// Handles the byte order marks that spreadsheets write, some of them for UTF-16.
  private static BufferedReader open(Path file) throws IOException {
    PushbackInputStream in =
        new PushbackInputStream(new BufferedInputStream(Files.newInputStream(file)), 3);
    byte[] start = in.readNBytes(3);
    String mark = HexFormat.of().formatHex(start);
    boolean wide = mark.startsWith("feff") || mark.startsWith("fffe");
    if (!mark.equals("efbbbf")) {
      in.unread(start);
    }
    // An explicit decoder reports malformed text instead of replacing it.
    return new BufferedReader(new InputStreamReader(in, (wide ? UTF_16 : UTF_8).newDecoder()));
  }

  private static boolean startsWithBrace(BufferedReader reader) throws IOException {
    reader.mark(LONGEST_BLANK);
    int first = reader.read();
    for (int i = 1; i < LONGEST_BLANK && Character.isWhitespace(first); i++) {
      first = reader.read();
    }
    reader.reset();
    return first == '{';
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

  /// Reads the samples of an export that is one object.
  private static void readArray(JsonParser parser, Visitor visitor) throws IOException {
    parser.nextToken();
    if (!"samples".equals(parser.currentName()) || parser.nextToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("no samples behind the ping");
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      int where = parser.currentLocation().getLineNr();
      JsonNode sample = parser.readValueAsTree();
      visitor.sample(atLine(where, () -> line(sample)));
    }
    parser.nextToken();
  }

  /// Reads one object per line; those without a sequence number, such as a summary, are skipped.
  private static void readLine(JsonParser parser, Visitor visitor) throws IOException {
    int where = parser.currentLocation().getLineNr();
    Map<String, JsonNode> fields = new HashMap<>();
    for (JsonToken token = parser.currentToken();
        token == JsonToken.FIELD_NAME;
        token = parser.nextToken()) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, parser.readValueAsTree());
    }
    if (fields.containsKey("seq")) {
      visitor.sample(atLine(where, () -> line(JSON.valueToTree(fields))));
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
    CsvRows rows = new CsvRows(reader);
    List<String> head = rows.next();
    CsvColumns columns = new CsvColumns(head == null ? List.of() : head);
    for (List<String> row = next(rows); row != null; row = next(rows)) {
      List<String> cells = row;
      visitor.sample(atLine(rows.line(), () -> columns.sample(cells)));
    }
  }

  private static List<String> next(CsvRows rows) throws IOException {
    try {
      return rows.next();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + rows.line() + ": " + e.getMessage(), e);
    }
  }

  private static Line atLine(int line, Supplier<Line> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
    }
  }

  /// @param at in the syntax of [OffsetDateTime], or with a blank instead of `T`
  /// @throws IllegalArgumentException if it is not a sample
  static Line line(long sequence, String at, long lagNanos, String outcome, OptionalLong rttNanos) {
    Outcome known =
        Arrays.stream(Outcome.values())
            .filter(candidate -> candidate.json().equals(outcome))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException("outcome " + GivenText.show(outcome) + " is unknown"));
    if (sequence < 1) {
      throw new IllegalArgumentException("seq " + sequence + " is out of range (at least 1)");
    }
    if (known.hasRtt() != rttNanos.isPresent()) {
      throw new IllegalArgumentException(
          known.hasRtt() ? outcome + " without rttNanos" : outcome + " with rttNanos");
    }
    return new Line(sequence, epochNanos(at), lagNanos, known, rttNanos);
  }

  private static long epochNanos(String at) {
    try {
      return EpochNanos.of(
          OffsetDateTime.parse(at.replace(' ', 'T').replace(',', '.')).toInstant());
    } catch (DateTimeParseException e) {
      String shown = GivenText.show(at);
      throw new IllegalArgumentException("at " + shown + " is not a time with its zone", e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "at " + GivenText.show(at) + " is out of range (the years 1678 to 2261)", e);
    }
  }
}

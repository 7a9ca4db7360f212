package io.pingdeck.audit.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.base.GivenText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// An entry as a line of JSON. Control characters, and characters that are invisible or reorder the
/// line, are written as their code, so that a terminal shows what is there. Long text is cut.
final class EntryLine {
  private static final int MOST_OF_NAME = 100;
  private static final int MOST_OF_OBJECT = 200;
  private static final int MOST_OF_DETAIL = 500;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private EntryLine() {}

  /// With its newline.
  static byte[] write(AuditEntry entry) {
    ObjectNode line = JSON.createObjectNode().put("at", entry.at().toString());
    put(line, "who", entry.who(), MOST_OF_NAME);
    put(line, "role", entry.role(), MOST_OF_NAME);
    put(line, "proof", entry.proof(), MOST_OF_NAME);
    put(line, "source", entry.source(), MOST_OF_NAME);
    put(line, "action", entry.action(), MOST_OF_NAME);
    put(line, "object", entry.object(), MOST_OF_OBJECT);
    put(line, "detail", entry.detail(), MOST_OF_DETAIL);
    if (entry.status() != 0) {
      line.put("status", entry.status());
    }
    try {
      return (JSON.writeValueAsString(line) + "\n").getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ObjectNode line, String key, String text, int most) {
    if (!text.isEmpty()) {
      line.put(key, GivenText.visible(text, most));
    }
  }

  /// @return empty for a line that is no entry: torn by a crash, or damaged
  static Optional<AuditEntry> read(byte[] line) {
    try {
      JsonNode read = JSON.readTree(line);
      if (read == null || !read.isObject()) {
        return Optional.empty();
      }
      return Optional.of(
          new AuditEntry(
              Instant.parse(read.path("at").asText()),
              read.path("who").asText(),
              read.path("role").asText(),
              read.path("proof").asText(),
              read.path("source").asText(),
              read.path("action").asText(),
              read.path("object").asText(),
              read.path("detail").asText(),
              read.path("status").asInt()));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}

package io.pingdeck.disk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Stores a record as lines of JSON. All non-list values form one line, `{"head": …}`, at the
/// beginning and again at the end. Each list element is a line of its own, `{"applications": …}`.
/// Losing a line loses only that line. Pure code.
public final class RecordLines<T extends Record> {
  private static final String HEAD = "head";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // keeps instants exact to the nanosecond
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Class<T> type;
  private final Supplier<ObjectNode> missing;
  private final Map<String, Class<?>> lists = new LinkedHashMap<>();

  /// @param missing substitute for a lost head
  public RecordLines(Class<T> type, Supplier<ObjectNode> missing) {
    this.type = type;
    this.missing = missing;
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType() == List.class
          && component.getGenericType() instanceof ParameterizedType list) {
        lists.put(component.getName(), (Class<?>) list.getActualTypeArguments()[0]);
      }
    }
  }

  /// @param record empty if nothing can be read
  /// @param lost number of elements or heads that could not be read
  public record Salvage<T>(Optional<T> record, long lost) {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public List<byte[]> of(T record) {
    ObjectNode head = JSON.valueToTree(record);
    List<byte[]> lines = new ArrayList<>();
    for (String list : lists.keySet()) {
      for (JsonNode element : head.remove(list)) {
        lines.add(line(list, element));
      }
    }
    lines.addFirst(line(HEAD, head));
    lines.add(line(HEAD, head));
    return lines;
  }

  private static byte[] line(String key, JsonNode value) {
    return JSON.createObjectNode().set(key, value).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The last head wins; of elements with the same first value, the last one wins.
  public Salvage<T> read(List<byte[]> lines) {
    Parts parts = new Parts();
    for (byte[] line : lines) {
      try {
        JSON.readTree(line).forEachEntry(parts::add);
      } catch (IOException e) {
        parts.lost++;
      }
    }
    return parts.salvage();
  }

  /// The `version` in the head, if it is above that of this version's records.
  public OptionalInt newerVersion(List<byte[]> lines) {
    int known = missing.get().path("version").asInt(Integer.MAX_VALUE);
    for (byte[] line : lines) {
      try {
        int version = JSON.readTree(line).path(HEAD).path("version").asInt(0);
        if (version > known) {
          return OptionalInt.of(version);
        }
      } catch (IOException e) {
        // counted when the lines are read
      }
    }
    return OptionalInt.empty();
  }

  /// Number of the format of this version's records.
  public int version() {
    return missing.get().path("version").asInt();
  }

  /// Reads the format of an earlier version: one JSON document without checksums.
  public Salvage<T> readJson(String text) {
    Parts parts = new Parts();
    try {
      if (JSON.readTree(text) instanceof ObjectNode document) {
        for (String list : lists.keySet()) {
          JsonNode elements = document.remove(list);
          if (elements instanceof ArrayNode) {
            elements.forEach(element -> parts.add(list, element));
          } else {
            parts.lost++;
          }
        }
        parts.add(HEAD, document);
      }
    } catch (JsonProcessingException e) {
      search(text, parts);
    }
    return parts.salvage();
  }

  /// Finds elements by their first key, even if the surrounding text is damaged.
  private void search(String text, Parts parts) {
    parts.lost++;
    lists.forEach((list, element) -> {
      String beginning = "{\"" + element.getRecordComponents()[0].getName() + "\":";
      for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
        try (JsonParser parser = JSON.createParser(text.substring(at))) {
          JsonNode found = parser.readValueAsTree();
          if (isOne(found, element)) {
            parts.add(list, found);
          }
        } catch (IOException e) {
          parts.lost++;
        }
      }
    });
  }

  private static boolean isOne(JsonNode found, Class<?> element) {
    try {
      return JSON.treeToValue(found, element) != null;
    } catch (JsonProcessingException | RuntimeException e) {
      return false;
    }
  }

  private final class Parts {
    private final Map<String, Map<JsonNode, JsonNode>> elements = new LinkedHashMap<>();
    private Optional<ObjectNode> head = Optional.empty();
    private long lost;

    void add(String key, JsonNode value) {
      Class<?> element = lists.get(key);
      if (key.equals(HEAD) && value instanceof ObjectNode read) {
        head = Optional.of(read);
      } else if (element != null && isOne(value, element)) {
        JsonNode first = value.path(element.getRecordComponents()[0].getName());
        elements.computeIfAbsent(key, list -> new LinkedHashMap<>()).put(first, value);
      } else {
        lost++;
      }
    }

    Salvage<T> salvage() {
      if (head.isEmpty() && elements.isEmpty()) {
        return new Salvage<>(Optional.empty(), Math.max(1, lost));
      }
      Optional<T> whole = head.flatMap(this::record);
      return whole.isPresent()
          ? new Salvage<>(whole, lost)
          : new Salvage<>(record(missing.get()), lost + 1);
    }

    private Optional<T> record(ObjectNode values) {
      ObjectNode all = values.deepCopy();
      for (String list : lists.keySet()) {
        all.putArray(list).addAll(elements.getOrDefault(list, Map.of()).values());
      }
      try {
        return Optional.of(JSON.treeToValue(all, type));
      } catch (JsonProcessingException | RuntimeException e) {
        return Optional.empty();
      }
    }
  }
}

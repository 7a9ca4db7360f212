package io.pingdeck.config;

import io.pingdeck.base.GivenText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// One mapping of the configuration while it is read. Every key is read once. A missing or invalid
/// key returns the fallback, so that reading continues and finds the next fault.
final class Section {
  private final ConfigSources reading;
  private final String path;
  private final Map<String, ConfigNode> values = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /// @param path empty for the whole file
  /// @param written empty if this section was not written
  Section(ConfigSources reading, String path, Optional<ConfigNode> written) {
    this.reading = reading;
    this.path = path;
    written.ifPresent(this::take);
  }

  private void take(ConfigNode written) {
    if (!(written.node() instanceof MappingNode mapping)) {
      String what = path.isEmpty() ? "settings" : "keys to values";
      reading.misread(path, written.label(), "must be a mapping of " + what);
      return;
    }
    if (!path.isEmpty()) {
      reading.place(path, written);
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String label = written.label(shown(key), entry.getKeyNode());
      if (values.put(key, written.child(key, entry.getValueNode())) != null) {
        reading.fault(label, "is given twice");
      }
      labels.put(key, label);
    }
  }

  private static String shown(String key) {
    return key.isEmpty() ? "''" : GivenText.show(key);
  }

  /// Reads a scalar.
  ///
  /// @param parse throws [IllegalArgumentException] with the message of the fault
  <T> T value(String key, T fallback, Function<String, T> parse) {
    return written(key).flatMap(w -> scalar(at(key), w, parse)).orElse(fallback);
  }

  /// Reads a list of scalars.
  <T> List<T> values(String key, List<T> fallback, Function<String, T> parse) {
    return written(key)
        .flatMap(w -> elements(at(key), w))
        .map(
            elements -> elements.stream().flatMap(w -> scalar(at(key), w, parse).stream()).toList())
        .orElse(fallback);
  }

  /// Reads a nested mapping.
  <T> T section(String key, Function<Section, T> read) {
    known.add(key);
    Optional<ConfigNode> written =
        Optional.ofNullable(values.get(key)).filter(w -> !YamlNodes.isNothing(w.node()));
    return read(new Section(reading, at(key), written), read);
  }

  /// Reads a list of mappings. If the list is missing, each element of the fallback is read as if
  /// it were an empty mapping, so that the environment and the command line can override its keys.
  ///
  /// @param fallback the list if none was written
  /// @param blank source of an element's missing keys
  /// @param read receives an element and its fallback
  <T> List<T> sections(String key, List<T> fallback, T blank, BiFunction<Section, T, T> read) {
    Optional<List<ConfigNode>> elements = written(key).flatMap(w -> elements(at(key), w));
    List<T> result = new ArrayList<>();
    int size = elements.map(List::size).orElse(fallback.size());
    reading.entries(at(key), size);
    for (int i = 0; i < size; i++) {
      int index = i;
      T missing = elements.isPresent() ? blank : fallback.get(i);
      Section element =
          new Section(reading, at(key) + "." + i, elements.map(list -> list.get(index)));
      result.add(read(element, section -> read.apply(section, missing)));
    }
    return result;
  }

  /// Whether this value was written, valid or not.
  boolean isWritten(String key) {
    return written(key).isPresent();
  }

  /// Whether this value was written on the command line, which others on the machine can see.
  boolean isOnCommandLine(String key) {
    return reading.isOnCommandLine(at(key));
  }

  /// Whether none of these values was unreadable.
  boolean isRead(String... keys) {
    return Stream.of(keys).noneMatch(key -> reading.isMisread(at(key)));
  }

  /// Reports a fault between several values, or of a missing one.
  void fault(String key, String message) {
    reading.fault(reading.locate(at(key)), message);
  }

  /// Reads a section and reports unknown keys.
  static <T> T read(Section section, Function<Section, T> read) {
    T result = read.apply(section);
    section.labels.forEach((key, label) -> {
      if (!section.known.contains(key)) {
        section.reading.fault(
            label, "is an unknown setting; known here: " + String.join(", ", section.known));
      }
    });
    return result;
  }

  private Optional<ConfigNode> written(String key) {
    known.add(key);
    Optional<ConfigNode> written =
        reading.over(at(key)).or(() -> Optional.ofNullable(values.get(key)));
    written.ifPresent(w -> reading.place(at(key), w));
    return written;
  }

  private <T> Optional<T> scalar(String at, ConfigNode written, Function<String, T> parse) {
    if (!(written.node() instanceof ScalarNode scalar)) {
      reading.misread(at, written.label(), "must be a single value");
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(scalar.getValue()));
    } catch (IllegalArgumentException e) {
      reading.misread(at, written.label(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<List<ConfigNode>> elements(String at, ConfigNode written) {
    if (!(written.node() instanceof SequenceNode sequence)) {
      reading.misread(at, written.label(), "must be a list: [a, b]");
      return Optional.empty();
    }
    List<ConfigNode> elements = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      elements.add(written.child(elements.size(), node));
    }
    return Optional.of(elements);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

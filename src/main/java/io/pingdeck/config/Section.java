package io.pingdeck.config;

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

/// One mapping of the configuration while it is read. Every key is asked for once; a key that is
/// missing or at fault answers with the fallback, so that reading goes on and finds the next fault.
final class Section {
  private final Reading reading;
  private final String path;
  private final Map<String, Written> values = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /// @param path empty for the whole file
  /// @param written empty if nobody wrote this section
  Section(Reading reading, String path, Optional<Written> written) {
    this.reading = reading;
    this.path = path;
    written.ifPresent(this::take);
  }

  private void take(Written written) {
    if (!(written.node() instanceof MappingNode mapping)) {
      reading.misread(path, written.label(), "must hold keys and values");
      return;
    }
    if (!path.isEmpty()) {
      reading.place(path, written);
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String label = written.label(key, entry.getKeyNode());
      if (values.put(key, written.child(key, entry.getValueNode())) != null) {
        reading.fault(label, "is given twice");
      }
      labels.put(key, label);
    }
  }

  /// A single value.
  ///
  /// @param parse throws [IllegalArgumentException] with the fault's message
  <T> T value(String key, T fallback, Function<String, T> parse) {
    return written(key).flatMap(w -> scalar(at(key), w, parse)).orElse(fallback);
  }

  /// A list of single values.
  <T> List<T> values(String key, List<T> fallback, Function<String, T> parse) {
    return written(key)
        .flatMap(w -> elements(at(key), w))
        .map(
            elements -> elements.stream().flatMap(w -> scalar(at(key), w, parse).stream()).toList())
        .orElse(fallback);
  }

  /// A mapping below this one.
  <T> T section(String key, Function<Section, T> read) {
    known.add(key);
    Optional<Written> written =
        Optional.ofNullable(values.get(key)).filter(w -> !YamlNodes.isNothing(w.node()));
    return read(new Section(reading, at(key), written), read);
  }

  /// A list of mappings. Where the list is missing its fallback's elements are read as if each were
  /// an empty mapping, so that the environment and the command line reach into them.
  ///
  /// @param fallback the list where there is none
  /// @param blank what an element's missing keys are taken from
  /// @param read gets an element and its own fallback
  <T> List<T> sections(String key, List<T> fallback, T blank, BiFunction<Section, T, T> read) {
    Optional<List<Written>> elements = written(key).flatMap(w -> elements(at(key), w));
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

  /// Whether anybody gave this value, right or wrong.
  boolean isWritten(String key) {
    return written(key).isPresent();
  }

  /// Whether all of these values are as they were written, or not written at all.
  boolean isRead(String... keys) {
    return Stream.of(keys).noneMatch(key -> reading.isMisread(at(key)));
  }

  /// What is wrong with a value that can be seen only beside others, or with one that is missing.
  void fault(String key, String message) {
    reading.fault(reading.locate(at(key)), message);
  }

  /// Reads a section and reports what nobody asked it for.
  static <T> T read(Section section, Function<Section, T> read) {
    T result = read.apply(section);
    section.labels.forEach((key, label) -> {
      if (!section.known.contains(key)) {
        section.reading.fault(label, "is not a key; here are: " + String.join(", ", section.known));
      }
    });
    return result;
  }

  private Optional<Written> written(String key) {
    known.add(key);
    Optional<Written> written =
        reading.over(at(key)).or(() -> Optional.ofNullable(values.get(key)));
    written.ifPresent(w -> reading.place(at(key), w));
    return written;
  }

  private <T> Optional<T> scalar(String at, Written written, Function<String, T> parse) {
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

  private Optional<List<Written>> elements(String at, Written written) {
    if (!(written.node() instanceof SequenceNode sequence)) {
      reading.misread(at, written.label(), "must be a list: [a, b]");
      return Optional.empty();
    }
    List<Written> elements = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      elements.add(written.child(elements.size(), node));
    }
    return Optional.of(elements);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

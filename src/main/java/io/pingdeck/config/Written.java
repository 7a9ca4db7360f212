package io.pingdeck.config;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/// A value as somebody wrote it, in the file, the environment or the command line.
///
/// @param name the key in the file, or what the variable or flag is called
/// @param file the file it stands in; empty for the environment and the command line
record Written(String name, Optional<String> file, Node node) {
  /// Names the value in faults: `web.port (my.yaml:3)`, `PINGDECK_WEB_PORT`, `--web-port`.
  String label() {
    return at(name, node);
  }

  /// Names something below this value that nobody wrote: it has the line of this value.
  String label(String below) {
    return at(below(below), node);
  }

  /// Names one of the keys in this mapping.
  String label(String key, Node keyNode) {
    return at(below(key), keyNode);
  }

  /// A value in this mapping, or an element of this list.
  Written child(Object key, Node value) {
    return new Written(below(key), file, value);
  }

  private String below(Object key) {
    return name.isEmpty() ? key.toString() : name + "." + key;
  }

  private String at(String what, Node where) {
    return file.map(f -> what + " (" + f + ":" + (where.getStartMark().getLine() + 1) + ")")
        .orElse(what);
  }
}

package io.pingdeck.config;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/// A value as written in the file, the environment or the command line.
///
/// @param name the key in the file, or the name of the variable or flag
/// @param file the file that contains it; empty for the environment and the command line
record ConfigNode(String name, Optional<String> file, Node node) {
  /// The name of the value in faults: `web.port (my.yaml:3)`, `PINGDECK_WEB_PORT`, `--web-port`.
  String label() {
    return at(name, node);
  }

  /// The name of a key below this value that was not written; it has the line of this value.
  String label(String below) {
    return at(below(below), node);
  }

  /// The name of a key in this mapping.
  String label(String key, Node keyNode) {
    return at(below(key), keyNode);
  }

  /// A value in this mapping, or an element of this list.
  ConfigNode child(Object key, Node value) {
    return new ConfigNode(below(key), file, value);
  }

  private String below(Object key) {
    return name.isEmpty() ? key.toString() : name + "." + key;
  }

  /// The file itself has no name but its own.
  private String at(String what, Node where) {
    if (file.isEmpty()) {
      return what;
    }
    String place = file.get() + ":" + (where.getStartMark().getLine() + 1);
    return what.isEmpty() ? place : what + " (" + place + ")";
  }
}

package io.pingdeck.config;

import org.yaml.snakeyaml.nodes.Node;

/// A value as somebody wrote it, in the file, the environment or the command line.
///
/// @param name the key in the file, or what the variable or flag is called
/// @param inFile whether its line says something to the person
record Written(String name, boolean inFile, Node node) {
  /// Names the value in faults: `web.port (line 3)`, `PINGDECK_WEB_PORT`, `--web-port`.
  String label() {
    return at(name, node);
  }

  /// Names one of the keys in this mapping.
  String label(String key, Node keyNode) {
    return at(below(key), keyNode);
  }

  /// A value in this mapping, or an element of this list.
  Written child(Object key, Node value) {
    return new Written(below(key), inFile, value);
  }

  private String below(Object key) {
    return name.isEmpty() ? key.toString() : name + "." + key;
  }

  private String at(String what, Node where) {
    return inFile ? what + " (line " + (where.getStartMark().getLine() + 1) + ")" : what;
  }
}

package io.pingdeck.config;

import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Parses YAML into nodes only. Nodes keep their line numbers, and their scalars keep the text as
/// written, before YAML 1.1 resolves `no` to a boolean and `12:30` to a number.
final class YamlNodes {
  /// Maximum length of the text; a full configuration has about 10 KB.
  static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_DEPTH = 20;
  private static final int MOST_OF_MESSAGE = 200;

  private YamlNodes() {}

  /// @param label name of the text in faults
  /// @return empty if the text contains only comments
  /// @throws FaultException if the text is not one YAML document
  static Optional<Node> parse(String label, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    try {
      return Optional.ofNullable(new Yaml(options).compose(new StringReader(text)))
          .filter(node -> !isNothing(node));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new FaultException(
          label + ":" + (mark.getLine() + 1), "not YAML: " + shown(e.getProblem()));
    } catch (YAMLException e) {
      throw new FaultException(label, "not YAML: " + shown(e.getMessage()));
    }
  }

  /// The first line of a message, which quotes what was given.
  private static String shown(String message) {
    return GivenText.visible(message.lines().findFirst().orElse(""), MOST_OF_MESSAGE);
  }

  /// Whether a key has no value at all: for example `web:` with every line below it commented out.
  static boolean isNothing(Node node) {
    return node.getNodeId() == NodeId.scalar
        && node.getTag().equals(Tag.NULL)
        && ((ScalarNode) node).getScalarStyle() == ScalarStyle.PLAIN;
  }
}

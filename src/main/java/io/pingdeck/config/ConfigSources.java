package io.pingdeck.config;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.base.GivenText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.yaml.snakeyaml.nodes.Node;

/// The state of one reading of the configuration: the values that override the file's, which of
/// them were used, and every fault.
final class ConfigSources {
  private static final String PREFIX = "PINGDECK_";

  /// Read by bin/pingdeck, not here.
  private static final Set<String> LAUNCHER =
      Set.of("PINGDECK_JAVA_OPTS", "PINGDECK_HOME", "PINGDECK_START_CACHE");

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> lists = new LinkedHashMap<>();
  private final Map<String, ConfigNode> places = new HashMap<>();
  private final Set<String> misread = new HashSet<>();
  private final Faults faults = new Faults();

  /// @param settings the last one for a key wins
  ConfigSources(Map<String, String> environment, List<Setting> settings) {
    environment.forEach((name, text) -> {
      if (name.startsWith(PREFIX) && !LAUNCHER.contains(name)) {
        this.environment.put(name, text);
      }
    });
    settings.forEach(setting -> this.settings.put(setting.path(), setting));
  }

  /// The value that overrides the file's for this key: from the command line, else from the
  /// environment.
  Optional<ConfigNode> over(String path) {
    String variable = variable(path);
    taken.add(path);
    taken.add(variable);
    if (settings.containsKey(path)) {
      Setting setting = settings.get(path);
      return parse(path, setting.label(), setting.text());
    }
    return Optional.ofNullable(environment.get(variable))
        .flatMap(text -> parse(path, variable, text));
  }

  boolean isOnCommandLine(String path) {
    return settings.containsKey(path);
  }

  /// An empty value is a fault here: it has no meaning as an override.
  private Optional<ConfigNode> parse(String path, String label, String text) {
    try {
      Optional<Node> node = YamlNodes.parse(label, text);
      if (node.isEmpty()) {
        misread(path, label, "has no value");
      }
      return node.map(n -> new ConfigNode(label, Optional.empty(), n));
    } catch (FaultException e) {
      misread(path, e);
      return Optional.empty();
    }
  }

  /// Records where the value of a key was written.
  void place(String path, ConfigNode written) {
    places.put(path, written);
  }

  /// Reports that the value of this key is unreadable, so the fallback is used.
  void misread(String path, String label, String message) {
    misread.add(path);
    fault(label, message);
  }

  /// The same for the faults of reading it.
  void misread(String path, FaultException cause) {
    misread.add(path);
    faults.addAll(cause, _ -> true);
  }

  /// Whether the value of this key, or of a key that contains it, was unreadable. The empty path is
  /// the whole file.
  boolean isMisread(String path) {
    if (misread.contains("")) {
      return true;
    }
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      if (misread.contains(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /// The name of a key in faults. A key that was not written is located at the innermost written
  /// key that contains it.
  String locate(String path) {
    if (places.containsKey(path)) {
      return places.get(path).label();
    }
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      ConfigNode around = places.get(path.substring(0, dot));
      if (around != null) {
        return around.label(path.substring(dot + 1));
      }
    }
    return path;
  }

  /// The same fault, with the name the user wrote.
  Fault located(Fault fault) {
    return new Fault(locate(fault.field()), fault.message());
  }

  /// Records the size of a list, for the error about a value of an entry that does not exist.
  void entries(String path, int size) {
    String how = size == 0 ? "has no entry" : "has " + size + ", counted from 0";
    lists.put(path + ".", path + " " + how);
  }

  private Optional<String> list(String name) {
    return lists.entrySet().stream()
        .filter(list -> name.startsWith(list.getKey()))
        .filter(list -> name.substring(list.getKey().length()).matches("\\d.*"))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  void fault(String field, String message) {
    fault(new Fault(field, message));
  }

  void fault(Fault fault) {
    faults.add(fault);
  }

  /// Whether the list to which this key belongs was unreadable, so that its size is unknown.
  private boolean isOfMisreadList(Predicate<String> belongs) {
    return lists.keySet().stream()
        .filter(belongs)
        .anyMatch(list -> isMisread(list.substring(0, list.length() - 1)));
  }

  /// Reports values that no key used.
  void noteLeftovers() {
    settings.values().stream()
        .filter(setting -> !taken.contains(setting.path()))
        .filter(setting -> !isOfMisreadList(setting.path()::startsWith))
        .forEach(setting ->
            fault(
                setting.label(),
                list(setting.path())
                    .map(list -> "there is no " + GivenText.show(setting.path()) + ": " + list)
                    .orElse(GivenText.show(setting.path()) + " is an unknown setting")));
    environment.keySet().stream()
        .filter(name -> !taken.contains(name))
        .filter(name -> !isOfMisreadList(list -> name.startsWith(variable(list))))
        .sorted()
        .forEach(name -> fault(name, "is an unknown setting"));
  }

  boolean hasFaults() {
    return !faults.isEmpty();
  }

  /// @throws FaultException if there was any fault
  void throwIfAny() {
    faults.throwIfAny();
  }

  /// `ping.limits.minInterval` is `PINGDECK_PING_LIMITS_MIN_INTERVAL`.
  static String variable(String path) {
    return PREFIX
        + path.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}

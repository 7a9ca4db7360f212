package io.pingdeck.config;

import io.pingdeck.alert.api.Dependency;
import io.pingdeck.alert.api.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds entries of `alerts.parents` that would make subjects wait for each other. A pattern is
/// compared with a pattern, since no ping is known yet.
final class DependencyCheck {
  private static final String ALL = "all";

  private DependencyCheck() {}

  /// What is wrong with an entry.
  ///
  /// @param before the entries before it
  static Optional<String> fault(List<Dependency> before, Dependency added) {
    List<String> parents = patterns(added.parents());
    List<String> children = patterns(added.children());
    boolean isAll = parents.contains(ALL) || parents.contains("*");
    if (isAll || parents.containsAll(children)) {
      return Optional.of("names only what parent names too: nothing is its own parent");
    }
    List<Dependency> entries = new ArrayList<>(before);
    entries.add(added);
    List<Integer> path = new ArrayList<>(List.of(before.size()));
    return returns(entries, path) ? Optional.of(cycle(path)) : Optional.empty();
  }

  private static String cycle(List<Integer> path) {
    String others =
        path.subList(1, path.size()).stream()
            .map(i -> "parents." + i)
            .collect(Collectors.joining(", "));
    return "makes a cycle with " + others + ": a parent would be below its own children";
  }

  /// Whether a way leads from the last entry of the path back to the first.
  ///
  /// @param path indexes; on success the cycle
  private static boolean returns(List<Dependency> entries, List<Integer> path) {
    return returns(entries, path, new boolean[entries.size()]);
  }

  private static boolean returns(List<Dependency> entries, List<Integer> path, boolean[] seen) {
    Dependency from = entries.get(path.getLast());
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (seen[i] || i == path.getLast() || !overlap(from.children(), entries.get(i).parents())) {
        continue;
      }
      if (i == path.getFirst()) {
        return true;
      }
      seen[i] = true;
      path.add(i);
      if (returns(entries, path, seen)) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  /// Whether one name can match both. `all` as children leaves out what is above the parent.
  private static boolean overlap(Scope children, Scope parents) {
    return patterns(children).stream()
        .filter(child -> !child.equals(ALL))
        .anyMatch(child ->
            patterns(parents).stream()
                .anyMatch(parent -> parent.equals(ALL) || meet(child, parent)));
  }

  private static List<String> patterns(Scope scope) {
    return Arrays.stream(scope.text().split(","))
        .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /// Whether a text matches both patterns.
  static boolean meet(String a, String b) {
    boolean[] row = new boolean[b.length() + 1]; // whether the first i of a meets the first j of b
    for (int i = 0; i <= a.length(); i++) {
      boolean diagonal = false;
      for (int j = 0; j <= b.length(); j++) {
        boolean above = i > 0 && row[j];
        boolean left = j > 0 && row[j - 1];
        boolean starA = i > 0 && a.charAt(i - 1) == '*';
        boolean starB = j > 0 && b.charAt(j - 1) == '*';
        boolean same = i > 0 && j > 0 && a.charAt(i - 1) == b.charAt(j - 1);
        boolean next =
            i == 0 && j == 0
                || starA && (above || left)
                || starB && (above || left)
                || same && diagonal;
        diagonal = above;
        row[j] = next;
      }
    }
    return row[b.length()];
  }
}

package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.user.api.Role;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The role of somebody whom another system vouches for, by the groups that it names. Of several
/// roles the highest one counts.
///
/// @param groups names that give each role, compared exactly
/// @param otherwise role of whom no name gives one; empty: they are refused
public record RoleMapping(Map<Role, List<String>> groups, Optional<Role> otherwise) {
  public static final RoleMapping NONE = new RoleMapping(Map.of(), Optional.empty());

  public RoleMapping {
    groups = Map.copyOf(groups);
    requireNonNull(otherwise, "otherwise");
  }

  /// Whether it gives nobody a role.
  public boolean isEmpty() {
    return otherwise.isEmpty() && groups.values().stream().allMatch(List::isEmpty);
  }

  /// @param given names of the groups of a person
  public Optional<Role> of(Collection<String> given) {
    return groups.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(given::contains))
        .map(Map.Entry::getKey)
        .max(Comparator.naturalOrder())
        .or(() -> otherwise);
  }
}

package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

/// Subjects that depend on others: while one of these fires, their alerts are suppressed.
///
/// @param children the dependent subjects
/// @param parents what they depend on
public record Dependency(Scope children, Scope parents) {
  public Dependency {
    requireNonNull(children, "children");
    requireNonNull(parents, "parents");
  }
}

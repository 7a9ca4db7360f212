package io.pingdeck.web.oidc;

import static java.util.Objects.requireNonNull;

import io.pingdeck.user.api.Role;

/// Somebody whom the provider has identified.
///
/// @param subject what the provider calls the person, never another one; only there it means
///   something
/// @param name for people; it may change, and two may have the same
public record Person(String subject, String name, Role role) {
  public Person {
    requireNonNull(subject, "subject");
    requireNonNull(name, "name");
    requireNonNull(role, "role");
  }
}

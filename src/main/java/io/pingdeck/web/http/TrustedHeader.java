package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// The headers by which a trusted proxy says who makes a request.
///
/// @param user header with the name of the person
/// @param groups header with the person's groups, separated by commas; empty: none is read
/// @param roles which groups give which role
public record TrustedHeader(String user, Optional<String> groups, RoleMapping roles) {
  public TrustedHeader {
    requireNonNull(user, "user");
    requireNonNull(groups, "groups");
    requireNonNull(roles, "roles");
  }
}

package io.pingdeck.user.api;

import java.time.Instant;

/// A person who logs in with a password.
///
/// @param name 1-64 letters, digits and `.`, `_`, `-`, `@`, no `-` at the start; unique without
///   regard to case
/// @param generation changes whenever the sessions of the user must end: with the password, with
///   the role, and when the user is removed and added again
public record User(String name, Role role, long generation, Instant created) {}

package io.pingdeck.user.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a caller may do. Each role includes those before it.
public enum Role {
  /// Sees everything that is measured.
  VIEWER,
  /// Also starts and stops pings and changes echo servers and heartbeat rules.
  OPERATOR,
  /// Also manages users, tokens and settings, and reads the audit log.
  ADMIN;

  /// The role as users write it, such as `viewer`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}

package io.pingdeck.user.api;

import java.time.Instant;
import java.util.Optional;

/// The login of a script, sent as `Authorization: Bearer` with the secret. The secret itself is not
/// kept: it has 256 random bits, so a fast hash is enough.
///
/// @param id eight letters and digits; names the token in lists
/// @param name what it is for; unique
/// @param hash SHA-256 of the secret in lower-case hex
/// @param expires empty: never
/// @param lastUsed to a minute; empty: never
public record Token(
    String id,
    String name,
    Role role,
    String hash,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> lastUsed) {

  public boolean isValidAt(Instant now) {
    return expires.isEmpty() || now.isBefore(expires.get());
  }
}

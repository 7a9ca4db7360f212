package io.pingdeck.base;

import static java.util.Objects.requireNonNull;

/// A single error in an input: the field, and a sentence that says what was given and what is
/// allowed. REST problems, the command line and the configuration use the same sentence.
///
/// @param field name of the field as the user wrote it: `interval`, `web.port`
/// @param message without the name of the field: `70000 is not a port (1-65535)`
public record Fault(String field, String message) {
  public Fault {
    requireNonNull(field, "field");
    requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return field + ": " + message;
  }
}

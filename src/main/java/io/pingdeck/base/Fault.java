package io.pingdeck.base;

import static java.util.Objects.requireNonNull;

/// One thing wrong with an input: which field, and a sentence saying what was given and what is
/// allowed. The same sentence serves the REST problem, the command line and the configuration.
///
/// @param field the field's name as the person wrote it: `interval`, `web.port`
/// @param message without the field's name: `70000 is not a port (1-65535)`
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

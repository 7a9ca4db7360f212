package io.pingdeck.heartbeat.api;

import java.util.List;
import java.util.stream.Stream;

/// The damage in the files of an earlier process.
///
/// @param places that could not be read; a line that is damaged in both copies counts twice
/// @param warnings a sentence for each file: what is damaged and what is lost
public record StateDamage(long places, List<String> warnings) {
  public static final StateDamage NONE = new StateDamage(0, List.of());

  public StateDamage {
    warnings = List.copyOf(warnings);
  }

  public StateDamage plus(StateDamage other) {
    return new StateDamage(
        places + other.places, Stream.concat(warnings.stream(), other.warnings.stream()).toList());
  }
}

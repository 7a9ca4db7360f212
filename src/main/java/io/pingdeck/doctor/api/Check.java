package io.pingdeck.doctor.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/// The result of one check.
///
/// @param id stable name for programs, such as `icmp4`
/// @param title for people
/// @param text what was found, as a sentence
/// @param mend what to do if it is not OK; commands are between backticks
/// @param figures what was measured; each name ends with its unit, such as `freeBytes`
public record Check(
    String id,
    String title,
    State state,
    String text,
    Optional<String> mend,
    Map<String, Long> figures) {

  public enum State {
    OK,
    /// Something is missing or limited; the rest works.
    WARN,
    /// The program cannot do its main job.
    FAIL
  }

  public Check {
    requireNonNull(id, "id");
    requireNonNull(title, "title");
    requireNonNull(state, "state");
    requireNonNull(text, "text");
    requireNonNull(mend, "mend");
    figures = Map.copyOf(figures);
  }

  public static Check ok(String id, String title, String text) {
    return new Check(id, title, State.OK, text, Optional.empty(), Map.of());
  }

  public static Check warn(String id, String title, String text, String mend) {
    return new Check(id, title, State.WARN, text, given(mend), Map.of());
  }

  public static Check fail(String id, String title, String text, String mend) {
    return new Check(id, title, State.FAIL, text, given(mend), Map.of());
  }

  /// The same with what was measured.
  public Check with(Map<String, Long> measured) {
    return new Check(id, title, state, text, mend, measured);
  }

  private static Optional<String> given(String mend) {
    return Optional.of(mend).filter(text -> !text.isEmpty());
  }
}

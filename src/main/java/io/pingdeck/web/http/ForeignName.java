package io.pingdeck.web.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// A name that another system gives to a person.
public final class ForeignName {
  /// Without what is invisible or changes the direction of text: no name looks like another one
  /// that way.
  private static final Pattern NAME =
      Pattern.compile("(?=\\S)[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,64}");

  private ForeignName() {}

  /// The name without blanks around it.
  ///
  /// @return empty if it is not 1-64 visible characters
  public static Optional<String> of(String given) {
    return Optional.of(given.strip()).filter(name -> NAME.matcher(name).matches());
  }
}

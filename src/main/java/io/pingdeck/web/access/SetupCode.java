package io.pingdeck.web.access;

import io.pingdeck.base.NanoClock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The one-time code with which the first visitor becomes the first admin. Kept in memory only.
final class SetupCode {
  static final Duration VALID = Duration.ofHours(1);

  private final NanoClock clock;
  private Optional<String> code = Optional.empty();
  private long madeNanos;

  SetupCode(NanoClock clock) {
    this.clock = clock;
  }

  /// Makes a code, which is valid for an hour.
  String make() {
    String made = Secrets.code();
    code = Optional.of(made);
    madeNanos = clock.nanoTime();
    return made;
  }

  boolean isExpected() {
    return code.isPresent() && clock.nanoTime() - madeNanos <= VALID.toNanos();
  }

  boolean matches(String given) {
    return isExpected()
        && Secrets.isSame(digits(code.orElseThrow()), digits(given.toLowerCase(Locale.ROOT)));
  }

  void used() {
    code = Optional.empty();
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9a-f]", "");
  }
}

package io.pingdeck.user.password;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slows down whoever guesses passwords: after five failed logins of a source, the next one must
/// wait for a second, then two, up to five minutes. A source without failures for 15 minutes is
/// forgotten. Not thread-safe.
public final class LoginDelays {
  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration MEMORY = Duration.ofMinutes(15);
  private static final int MOST_SOURCES = 65_536;

  private final Map<String, Failures> sources =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_SOURCES;
        }
      };

  /// @param before what `last` was before the latest attempt
  private record Failures(int count, Instant last, Instant before) {
    Instant until() {
      return count < FREE ? Instant.MIN : last.plus(delay());
    }

    private Duration delay() {
      Duration doubled = Duration.ofSeconds(1L << Math.min(count - FREE, 20));
      return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
  }

  /// Begins a login. It counts as failed until [#succeeded], so that logins at the same time do not
  /// escape.
  ///
  /// @param source address of the client
  /// @return how long the source must wait first; empty: it may try
  public Optional<Duration> begin(String source, Instant now) {
    String key = SourceGroup.of(source);
    Failures before = sources.get(key);
    if (before == null || before.last().plus(MEMORY).isBefore(now)) {
      before = new Failures(0, now, now);
    }
    if (now.isBefore(before.until())) {
      return Optional.of(Duration.between(now, before.until()));
    }
    sources.put(key, new Failures(before.count() + 1, now, before.last()));
    return Optional.empty();
  }

  /// The login that began is no failure. Earlier failures stay, or an attacker with an account
  /// would log in between guesses.
  public void succeeded(String source) {
    sources.computeIfPresent(
        SourceGroup.of(source),
        (_, failures) ->
            new Failures(Math.max(0, failures.count() - 1), failures.before(), failures.before()));
  }
}

package io.pingdeck.user.password;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Slows down whoever guesses passwords.
///
/// After five failed logins of a source, the next one must wait for a second, then two, up to five
/// minutes. After twenty failed logins to an account, from whatever sources, each login to it takes
/// a second longer; it is never refused, so its owner gets in. Failures older than 15 minutes are
/// forgotten.
///
/// Not thread-safe.
public final class LoginDelays {
  private static final int FREE_OF_SOURCE = 5;
  private static final int FREE_OF_ACCOUNT = 20;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration MEMORY = Duration.ofMinutes(15);
  private static final long SMALL_HEAP = 256L << 20;

  private static final int MOST_TRUSTED = 1000;

  /// An attacker chooses how many; each takes some 200 bytes.
  static final int MOST_REMEMBERED = Runtime.getRuntime().maxMemory() < SMALL_HEAP ? 8_192 : 65_536;

  private final Recent sources = new Recent();
  private final Recent accounts = new Recent();
  private final Set<String> trusted =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_TRUSTED;
            }
          });

  /// @param before what `last` was before the latest failure
  private record Failures(int count, Instant last, Instant before) {
    Failures more(Instant now) {
      return new Failures(count + 1, now, last);
    }

    Failures less() {
      return new Failures(count - 1, before, before);
    }

    Instant until() {
      return count < FREE_OF_SOURCE ? Instant.MIN : last.plus(delay());
    }

    private Duration delay() {
      Duration doubled = Duration.ofSeconds(1L << Math.min(count - FREE_OF_SOURCE, 20));
      return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
  }

  /// Forgets what was not used for longest.
  private static final class Recent extends LinkedHashMap<String, Failures> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
      return size() > MOST_REMEMBERED;
    }

    Failures at(String key, Instant now) {
      Failures known = get(key);
      return known == null || known.last().plus(MEMORY).isBefore(now)
          ? new Failures(0, now, now)
          : known;
    }
  }

  /// Begins a login. It counts as failed until [#takeBack], so that logins at the same time do not
  /// escape.
  ///
  /// @param source address of the client
  /// @return how long the source must wait first; empty: it may try
  public Optional<Duration> begin(String source, Instant now) {
    String key = SourceGroup.of(source);
    Failures failures = sources.at(key, now);
    if (now.isBefore(failures.until())) {
      return Optional.of(Duration.between(now, failures.until()));
    }
    sources.put(key, failures.more(now));
    return Optional.empty();
  }

  /// The login that began did not fail. Earlier failures stay, or an attacker with an account would
  /// log in between guesses.
  public void takeBack(String source) {
    sources.computeIfPresent(
        SourceGroup.of(source), (_, failures) -> failures.count() > 0 ? failures.less() : failures);
  }

  /// The login that began succeeded.
  public void succeeded(String source) {
    takeBack(source);
    String key = SourceGroup.of(source);
    trusted.remove(key); // so that it is the latest one
    trusted.add(key);
  }

  /// Whether a login from there has succeeded since the start. Where many guess from elsewhere,
  /// such a source does not wait for them.
  public boolean isTrusted(String source) {
    return trusted.contains(SourceGroup.of(source));
  }

  /// Notes a wrong password of an account.
  ///
  /// @param account its name, also if there is none of this name
  public void failed(String account, Instant now) {
    String key = account.toLowerCase(Locale.ROOT);
    accounts.put(key, accounts.at(key, now).more(now));
  }

  /// How much longer a login to an account takes.
  public Duration slowness(String account, Instant now) {
    int failures = accounts.at(account.toLowerCase(Locale.ROOT), now).count();
    return failures < FREE_OF_ACCOUNT ? Duration.ZERO : SLOW;
  }
}

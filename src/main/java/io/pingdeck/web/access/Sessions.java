package io.pingdeck.web.access;

import io.pingdeck.base.NanoClock;
import io.pingdeck.user.api.User;
import io.pingdeck.web.http.LoginConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The logins that have not ended, in memory: a restart ends them all. Ids are secrets, so only
/// their hashes are kept.
///
/// Used by the server's event loop only.
final class Sessions {
  static final int MOST_OF_USER = 20;
  static final int MOST = 10_000;

  private final LoginConfig config;
  private final NanoClock clock;
  private final Map<String, Session> byHash = new LinkedHashMap<>(); // the oldest first

  Sessions(LoginConfig config, NanoClock clock) {
    this.config = config;
    this.clock = clock;
  }

  /// Opens a session. Beyond the limits the oldest one ends: of this person, then of all. Sessions
  /// of a person whose role or name the provider has changed since end too.
  ///
  /// @return its id, for the cookie
  String open(Holder holder) {
    List<Session> own =
        byHash.values().stream()
            .filter(session -> session.holder().key().equals(holder.key()))
            .collect(Collectors.toCollection(ArrayList::new));
    own.stream().filter(session -> !session.holder().equals(holder)).forEach(this::end);
    own.removeIf(session -> !session.holder().equals(holder));
    if (own.size() >= MOST_OF_USER) {
      end(own.getFirst());
    }
    if (byHash.size() >= MOST) {
      end(byHash.values().iterator().next());
    }
    String id = Secrets.id();
    String hash = Secrets.hash(id);
    byHash.put(hash, new Session(hash, holder, clock.nanoTime()));
    return id;
  }

  /// The session of a request, which counts as used by it.
  Optional<Session> use(String id) {
    return Optional.ofNullable(byHash.get(Secrets.hash(id))).filter(this::use);
  }

  /// Notes a use.
  ///
  /// @return false if the session is over
  boolean use(Session session) {
    boolean isOpen = byHash.get(session.hash()) == session && !isExpired(session);
    if (isOpen) {
      session.use(clock.nanoTime());
    }
    return isOpen;
  }

  void end(Session session) {
    byHash.remove(session.hash());
  }

  /// Ends the sessions that have expired, and those of users that have changed.
  ///
  /// @param isCurrent whether a user is still as it was at its login
  void sweep(Predicate<User> isCurrent) {
    byHash
        .values()
        .removeIf(session ->
            isExpired(session)
                || session.holder().account().filter(isCurrent.negate()).isPresent());
  }

  private boolean isExpired(Session session) {
    long now = clock.nanoTime();
    return session.ageNanos(now) > config.maxAge().toNanos()
        || session.idleNanos(now) > config.idleTimeout().toNanos();
  }

  int size() {
    return byHash.size();
  }
}

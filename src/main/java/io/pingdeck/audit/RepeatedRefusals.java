package io.pingdeck.audit;

import io.pingdeck.audit.api.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps callers from filling the audit log, whose oldest entries they would push out.
///
/// Of requests that failed, with the same caller, source, action and status, the first is written
/// and the others are counted for a minute. Of those that succeeded, a caller's first ones of each
/// minute are written and the others are counted. Counts of very many kinds are added up. What only
/// admins do to users and tokens is always written. Not thread-safe.
final class RepeatedRefusals {
  private static final int FIRST_ERROR = 400;
  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final int MOST_DISTINCT = 500;

  /// What a caller may write in a minute.
  private static final int MOST_DONE = 600;

  /// Of each action that every user may do to its own sessions. The entries are kept for longer.
  private static final int MOST_OF_SESSION = 10;

  private static final Set<String> SESSION = Set.of("login", "logout", "session.password");

  private final Map<Kind, Count> counts = new LinkedHashMap<>();
  private final Map<Done, Count> done = new HashMap<>();

  private record Kind(
      String who, String role, String proof, String source, String action, int status) {
    static Kind of(AuditEntry entry) {
      return new Kind(
          entry.who(), entry.role(), entry.proof(), entry.source(), entry.action(), entry.status());
    }

    static Kind ofMany(AuditEntry entry) {
      return new Kind("", "", "", "", entry.action(), entry.status());
    }

    boolean isOfMany() {
      return source.isEmpty();
    }
  }

  /// @param action empty for all that have no bound of their own
  private record Done(String who, String proof, String action) {}

  private static final class Count {
    private final Instant since;
    private long more;

    Count(Instant since) {
      this.since = since;
    }

    boolean isOver(Instant now) {
      return Duration.between(since, now).compareTo(SPAN) >= 0;
    }
  }

  /// Whether an entry is counted here and must not be written.
  boolean counts(AuditEntry entry, Instant now) {
    boolean failed = entry.status() >= FIRST_ERROR;
    if (!failed && maySucceed(entry, now)) {
      return false;
    }
    Kind kind = Kind.of(entry);
    if (!counts.containsKey(kind) && counts.size() >= MOST_DISTINCT) {
      kind = Kind.ofMany(entry);
    }
    Count count = counts.get(kind);
    if (count == null) {
      count = new Count(now);
      counts.put(kind, count);
      if (failed) {
        return false;
      }
    }
    count.more++;
    return true;
  }

  /// Whether the caller has room for one more that succeeded; takes it.
  private boolean maySucceed(AuditEntry entry, Instant now) {
    boolean ofSession = SESSION.contains(entry.action());
    if (entry.status() == 0 || entry.isAboutUsers() && !ofSession) {
      return true;
    }
    Count count =
        done.compute(
            new Done(entry.who(), entry.proof(), ofSession ? entry.action() : ""),
            (_, old) -> old == null || old.isOver(now) ? new Count(now) : old);
    count.more++;
    return count.more <= (ofSession ? MOST_OF_SESSION : MOST_DONE);
  }

  /// Entries with the counts that are a minute old, which begin anew.
  List<AuditEntry> due(Instant now) {
    done.values().removeIf(count -> count.isOver(now));
    List<AuditEntry> due = new ArrayList<>();
    for (Iterator<Map.Entry<Kind, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Kind, Count> one = all.next();
      if (!one.getValue().isOver(now)) {
        continue;
      }
      all.remove();
      if (one.getValue().more > 0) {
        due.add(entry(one.getKey(), one.getValue(), now));
      }
    }
    return due;
  }

  private static AuditEntry entry(Kind kind, Count count, Instant now) {
    return new AuditEntry(
        now.equals(Instant.MAX) ? count.since : now,
        kind.who(),
        kind.role(),
        kind.proof(),
        kind.source(),
        kind.action(),
        "",
        count.more
            + " more since "
            + count.since.truncatedTo(ChronoUnit.SECONDS)
            + (kind.isOfMany() ? ", from several sources" : ""),
        kind.status());
  }
}

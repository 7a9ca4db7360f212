package io.pingdeck.audit;

import io.pingdeck.audit.api.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps refused requests from filling the audit log, whose oldest entries they would push out. Of
/// refusals with the same action, source and status the first is written, the others are counted
/// for a minute. Also bounds how many distinct ones are written in a minute. Not thread-safe.
final class RepeatedRefusals {
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);
  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final int MOST_DISTINCT = 500;

  private final Map<Kind, Count> counts = new LinkedHashMap<>();

  private record Kind(String source, String action, int status) {}

  private static final class Count {
    private final Instant since;
    private long more;

    Count(Instant since) {
      this.since = since;
    }
  }

  /// Whether an entry is counted here and must not be written.
  boolean counts(AuditEntry entry, Instant now) {
    if (!REFUSALS.contains(entry.status())) {
      return false;
    }
    Kind kind = new Kind(entry.source(), entry.action(), entry.status());
    if (!counts.containsKey(kind) && counts.size() >= MOST_DISTINCT) {
      kind = new Kind("", entry.action(), entry.status()); // of many sources
    }
    Count count = counts.get(kind);
    if (count == null) {
      counts.put(kind, new Count(now));
      return false;
    }
    count.more++;
    return true;
  }

  /// Entries with the counts that are a minute old, which begin anew.
  List<AuditEntry> due(Instant now) {
    List<AuditEntry> due = new ArrayList<>();
    for (Iterator<Map.Entry<Kind, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Kind, Count> one = all.next();
      if (Duration.between(one.getValue().since, now).compareTo(SPAN) < 0) {
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
        "",
        "",
        "",
        kind.source(),
        kind.action(),
        "",
        count.more
            + " more since "
            + count.since.truncatedTo(ChronoUnit.SECONDS)
            + (kind.source().isEmpty() ? ", from several sources" : ""),
        kind.status());
  }
}

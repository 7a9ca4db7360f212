package io.pingdeck.audit.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Requests to the audit log.
public final class AuditApi {
  public static final Service<AuditRequest<?>> AUDIT = new Service<>("audit", AuditRequest.class);

  private AuditApi() {}

  public sealed interface AuditRequest<A extends Record> extends Request<AuditRequest<?>, A> {}

  /// Appends an entry. Replies once it is on disk; fails as unavailable if it cannot be written.
  ///
  /// Requests that fail (status 400 or greater) and repeat for the same caller, source, action and
  /// status are counted: the first is written, and after a minute one entry with the number of
  /// others. So is what one caller does beyond 600 entries a minute, and beyond 10 of `login`,
  /// `logout` and `session.password` each.
  public record Write(AuditEntry entry) implements AuditRequest<Written> {}

  /// @param at the moment under which the entry is kept: a microsecond after the entry before it,
  ///   if that has the same
  public record Written(Instant at) {}

  /// The newest entries, newest first.
  ///
  /// @param before only those before this moment
  /// @param limit 1-1000
  public record Latest(Optional<Instant> before, int limit) implements AuditRequest<Entries> {}

  public record Entries(List<AuditEntry> entries) {
    public Entries {
      entries = List.copyOf(entries);
    }
  }
}

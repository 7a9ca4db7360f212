package io.pingdeck.web.access;

import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.user.api.Caller;
import io.pingdeck.web.http.ClientAddress;
import io.vertx.core.eventbus.EventBus;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what callers do, and what they were refused, to the audit log.
final class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  /// Responses to nobody that are of interest. The audit log counts those that repeat; others could
  /// fill it.
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);

  private final EventBus bus;
  private final ClientAddress addresses;

  AuditTrail(EventBus bus, ClientAddress addresses) {
    this.bus = bus;
    this.addresses = addresses;
  }

  /// Writes an entry when the request has got its response.
  void follow(RoutingContext context, String action) {
    String source = addresses.of(context.request());
    context.addEndHandler(_ -> {
      int status = context.response().getStatusCode();
      Optional<Caller> caller = Callers.find(context);
      if (caller.isPresent() || REFUSALS.contains(status)) {
        write(
            new AuditEntry(
                Instant.now(),
                caller.map(Caller::name).orElse(""),
                caller.map(found -> found.role().word()).orElse(""),
                caller.map(found -> found.proof().name().toLowerCase(Locale.ROOT)).orElse(""),
                source,
                action,
                Audited.object(context),
                Audited.detail(context),
                status));
      }
    });
  }

  /// Writes what Pingdeck itself did.
  void own(String action, String detail) {
    write(new AuditEntry(Instant.now(), "", "", "", "", action, "", detail, 0));
  }

  /// The action goes on even if the entry cannot be written.
  private void write(AuditEntry entry) {
    AuditApi.AUDIT
        .request(bus, new AuditApi.Write(entry))
        .onFailure(e -> LOG.error("{} is not in the audit log: {}", entry, e.getMessage()));
  }
}

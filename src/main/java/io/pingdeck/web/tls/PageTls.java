package io.pingdeck.web.tls;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.tls.PageCertificate.Texts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTPS of the page. It compares the contents of the certificate's files each second, so that
/// replaced links count as well. When they have changed and stayed the same for a second, new
/// connections get the new certificate; open ones continue. If the new files cannot be used, the
/// old certificate remains.
///
/// Used by the server's event loop only.
public final class PageTls {
  private static final Logger LOG = LoggerFactory.getLogger(PageTls.class);
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
  private static final long LOOK_MILLIS = 1000;

  private final Vertx vertx;
  private final TlsFiles files;
  private PageCertificate served;
  private Seen decided; // served or refused
  private Seen lastSeen;
  private Optional<Fault> refusal = Optional.empty();
  private Optional<Fault> outOfDate = Optional.empty();
  private boolean looking;

  private PageTls(Vertx vertx, TlsFiles files, Loaded loaded) {
    this.vertx = vertx;
    this.files = files;
    served = loaded.certificate();
    decided = loaded.seen();
    lastSeen = decided;
  }

  /// What the files contained, or why they could not be read.
  private record Seen(Optional<Texts> texts, List<Fault> faults) {
    static Seen of(TlsFiles files) {
      try {
        return new Seen(Optional.of(PageCertificate.read(files)), List.of());
      } catch (FaultException e) {
        return new Seen(Optional.empty(), e.faults());
      }
    }

    PageCertificate parse(TlsFiles files) {
      return PageCertificate.parse(files, texts.orElseThrow(() -> new FaultException(faults)));
    }
  }

  private record Loaded(PageCertificate certificate, Seen seen) {
    static Loaded from(TlsFiles files) {
      Seen seen = Seen.of(files);
      return new Loaded(seen.parse(files), seen);
    }
  }

  /// Loads the certificate. Fails with a [FaultException] if it cannot be used.
  public static Future<PageTls> load(Vertx vertx, TlsFiles files) {
    return vertx
        .executeBlocking(() -> Loaded.from(files), false)
        .map(loaded -> new PageTls(vertx, files, loaded));
  }

  /// @param handshake maximum time of a handshake
  public HttpServerOptions apply(HttpServerOptions options, Duration handshake) {
    options
        .setSsl(true)
        .setUseAlpn(false) // HTTP/1.1 only
        .setEnabledSecureTransportProtocols(VERSIONS)
        .setSslHandshakeTimeout(handshake.toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setKeyCertOptions(KeyCertOptions.wrap(served.keyManagers()));
    return options;
  }

  /// Looks for changes of the files until Vert.x closes.
  ///
  /// @param options those the server was created with
  public void watch(HttpServer server, HttpServerOptions options) {
    outOfDate = served.outOfDate(Instant.now()); // told by who checked the configuration
    ServerSSLOptions applied = options.getSslOptions();
    vertx.setPeriodic(
        LOOK_MILLIS,
        _ -> {
          tellIfOutOfDate();
          if (!looking) { // else the disk is slow
            looking = true;
            look(server, applied).onComplete(_ -> looking = false);
          }
        });
  }

  private Future<?> look(HttpServer server, ServerSSLOptions options) {
    return vertx
        .executeBlocking(() -> Seen.of(files), false)
        .compose(now -> {
          boolean settled = now.equals(lastSeen);
          lastSeen = now;
          return settled && !now.equals(decided)
              ? replace(now, server, options)
              : Future.succeededFuture();
        });
  }

  private Future<?> replace(Seen now, HttpServer server, ServerSSLOptions options) {
    decided = now;
    return vertx
        .executeBlocking(() -> now.parse(files), false)
        .compose(fresh ->
            server
                .updateSSLOptions(
                    options.copy().setKeyCertOptions(KeyCertOptions.wrap(fresh.keyManagers())))
                .onSuccess(_ -> serve(fresh)))
        .onFailure(this::refuse);
  }

  private void serve(PageCertificate fresh) {
    served = fresh;
    refusal = Optional.empty();
    LOG.info(
        "the files of web.tls changed: serving the certificate with SHA-256 {}, valid until {}",
        fresh.sha256(),
        fresh.notAfter());
    tellIfOutOfDate();
  }

  private void refuse(Throwable failure) {
    Fault fault =
        failure instanceof FaultException e
            ? e.faults().getFirst()
            : new Fault(PageCertificate.SETTING + "certificate", String.valueOf(failure));
    refusal = Optional.of(fault);
    LOG.warn(
        "{}; still serving the previous certificate, valid until {}", fault, served.notAfter());
  }

  private void tellIfOutOfDate() {
    Optional<Fault> now = served.outOfDate(Instant.now());
    if (!now.equals(outOfDate)) {
      now.ifPresent(expired -> LOG.warn("{}", expired));
      outOfDate = now;
    }
  }

  /// The served certificate and what is wrong with it or with newer files, as in the description of
  /// the API.
  public JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("notAfter", served.notAfter().toString())
            .put("sha256", served.sha256());
    refusal.or(() -> outOfDate).ifPresent(what -> json.put("fault", what.toString()));
    return json;
  }
}

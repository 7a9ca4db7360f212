package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.net.StreamPort;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.TlsDetails;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.tls.CertificateCheck;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// The client side of one TLS handshake. It has its own context without session resumption, so that
/// every handshake is complete and every certificate is checked.
final class TlsClient {
  /// The JDK reports the name of an alert only here.
  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z0-9_]+)");

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private final CertificateCheck check;
  private final SSLEngine engine;

  /// @param insecure accept any certificate
  /// @param key the client certificate, if the server requests one
  TlsClient(TrustedCertificates trusted, Target target, boolean insecure, Optional<KeyManager> key)
      throws GeneralSecurityException {
    check = new CertificateCheck(trusted, insecure);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(key.stream().toArray(KeyManager[]::new), new TrustManager[] {check}, null);
    String host = HttpRequest.host(target);
    engine = context.createSSLEngine(host, target.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(serverNames(host));
    engine.setSSLParameters(parameters);
  }

  /// The server name extension carries only DNS names (RFC 6066 section 3). The JDK by itself would
  /// omit names without a dot.
  private static List<javax.net.ssl.SNIServerName> serverNames(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (ADDRESS.matcher(name).matches()) {
      return List.of();
    }
    try {
      return List.of(new SNIHostName(name.getBytes(US_ASCII)));
    } catch (IllegalArgumentException e) {
      return List.of(); // valid in DNS but not in TLS
    }
  }

  TlsWire wire(StreamPort port) throws SSLException {
    return new TlsWire(port, engine);
  }

  /// Expiry of the presented certificate.
  Optional<Instant> expiry() {
    return check.expiry();
  }

  /// Result of the handshake. Only valid once it is complete.
  TlsDetails details() {
    String name = engine.getSession().getProtocol(); // e.g. TLSv1 or TLSv1.3
    return new TlsDetails(
        name.replace("TLSv", "TLS ") + (name.contains(".") ? "" : ".0"),
        check.expiry().orElseThrow(),
        check.earliestExpiry().orElseThrow());
  }

  /// Describes a failed handshake.
  Response.Tls failed(Optional<SSLException> failure) {
    Optional<String> alert = failure.flatMap(TlsClient::alert);
    TlsFault fault = check.fault().orElseGet(() -> fault(alert));
    return new Response.Tls(fault, check.expiry(), alert);
  }

  /// Describes a handshake that makes no further progress.
  Response.Tls unfinished() {
    return new Response.Tls(TlsFault.UNFINISHED, check.expiry());
  }

  private static TlsFault fault(Optional<String> alert) {
    return switch (alert.orElse("")) {
      case "", "handshake_failure", "protocol_version", "insufficient_security" ->
          TlsFault.PROTOCOL;
      default -> TlsFault.ALERT;
    };
  }

  private static Optional<String> alert(Throwable failure) {
    Matcher matcher = ALERT.matcher(String.valueOf(failure.getMessage()));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}

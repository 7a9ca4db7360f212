package io.pingdeck.ping.tls;

import io.pingdeck.ping.sample.TlsFault;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// The certificate check of one connection. It is the same as that of [TrustedCertificates], and
/// records the presented certificate and its fault.
public final class CertificateCheck extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager check;
  private final boolean insecure;
  private volatile Instant expiry; // null: none was presented
  private volatile Instant earliestExpiry; // of the whole chain
  private volatile TlsFault fault; // null: valid

  /// @param insecure accept any certificate
  public CertificateCheck(TrustedCertificates trusted, boolean insecure) {
    check = trusted.check();
    this.insecure = insecure;
  }

  /// Expiry of the presented certificate.
  public Optional<Instant> expiry() {
    return Optional.ofNullable(expiry);
  }

  /// Earliest expiry in the presented chain.
  public Optional<Instant> earliestExpiry() {
    return Optional.ofNullable(earliestExpiry);
  }

  /// The fault of the presented certificate.
  public Optional<TlsFault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    expiry = chain[0].getNotAfter().toInstant();
    earliestExpiry =
        Arrays.stream(chain)
            .map(shown -> shown.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    if (insecure) {
      return;
    }
    try {
      check.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      fault = isOutOfDate(e) ? TlsFault.EXPIRED : whyRefused(chain, authType);
      throw e;
    }
  }

  private static boolean isOutOfDate(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return true;
      }
    }
    return false;
  }

  /// Without the engine the check ignores names, so a certificate that passes now was rejected for
  /// its name.
  private TlsFault whyRefused(X509Certificate[] chain, String authType) {
    try {
      check.checkServerTrusted(chain, authType);
      return TlsFault.NAME_MISMATCH;
    } catch (CertificateException e) {
      return TlsFault.UNTRUSTED;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return check.getAcceptedIssuers();
  }
}

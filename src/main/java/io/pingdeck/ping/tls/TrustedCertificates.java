package io.pingdeck.ping.tls;

import io.pingdeck.base.FaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// The certificate authorities that HTTPS probes trust: those of the Java runtime, and those in a
/// file.
public final class TrustedCertificates {
  /// Of the Java runtime alone; null until something needs it. To read its some hundred
  /// certificates takes as long as a tenth of the program's start.
  private static X509ExtendedTrustManager ofTheRuntime;

  private final Optional<X509ExtendedTrustManager> check;

  private TrustedCertificates(Optional<X509ExtendedTrustManager> check) {
    this.check = check;
  }

  /// @param file further trusted certificates, in PEM
  /// @throws FaultException of the field `caFile` if the file cannot be read or contains none
  public static TrustedCertificates load(Optional<Path> file) {
    if (file.isEmpty()) {
      return new TrustedCertificates(Optional.empty());
    }
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (X509Certificate known : ofTheRuntime().getAcceptedIssuers()) {
        all.setCertificateEntry("system-" + number++, known);
      }
      for (Certificate added : read(file.get())) {
        all.setCertificateEntry("file-" + number++, added);
      }
      return new TrustedCertificates(Optional.of(manager(all)));
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable(e);
    }
  }

  private static synchronized X509ExtendedTrustManager ofTheRuntime() {
    if (ofTheRuntime == null) {
      try {
        ofTheRuntime = manager(null);
      } catch (GeneralSecurityException e) {
        throw unreadable(e);
      }
    }
    return ofTheRuntime;
  }

  private static IllegalStateException unreadable(Exception e) {
    return new IllegalStateException("the Java runtime's certificates cannot be read", e);
  }

  /// Trusts only these.
  public static TrustedCertificates only(Certificate... trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < trusted.length; i++) {
      store.setCertificateEntry("only-" + i, trusted[i]);
    }
    return new TrustedCertificates(Optional.of(manager(store)));
  }

  private static Collection<? extends Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new FaultException("caFile", file + " contains no certificate");
      }
      return certificates;
    } catch (IOException e) {
      throw new FaultException("caFile", "cannot read " + file + ": " + e.getMessage());
    } catch (CertificateException e) {
      throw new FaultException("caFile", file + " is not a list of certificates in PEM");
    }
  }

  /// @param store null for the runtime's authorities
  private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : List.of(factory.getTrustManagers())) {
      if (manager instanceof X509ExtendedTrustManager check) {
        return check;
      }
    }
    throw new GeneralSecurityException("no check of certificates");
  }

  /// Checks a certificate for one connection. The first call may take some tens of milliseconds;
  /// the warm-up of TLS probes makes it.
  public X509ExtendedTrustManager check() {
    return check.orElseGet(TrustedCertificates::ofTheRuntime);
  }
}

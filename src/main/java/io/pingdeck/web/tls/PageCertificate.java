package io.pingdeck.web.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.pem.OwnCertificate;
import io.pingdeck.web.http.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;

/// The certificate that the page presents, and its key.
public final class PageCertificate {
  static final String SETTING = "web.tls.";
  private static final int MOST_BYTES = 1 << 20;

  /// Browsers and Java refuse shorter ones.
  private static final int RSA_BITS = 2048;

  private final TlsFiles files;
  private final OwnCertificate own;
  private final KeyManagerFactory keyManagers;

  private PageCertificate(TlsFiles files, OwnCertificate own) {
    this.files = files;
    this.own = own;
    keyManagers = own.keyManagers();
  }

  /// What the files contain.
  record Texts(String certificate, String key) {}

  /// Reads the files; blocks.
  ///
  /// @throws FaultException of the field `web.tls.certificate` or `web.tls.key`
  public static PageCertificate load(TlsFiles files) {
    return parse(files, read(files));
  }

  /// @throws FaultException if a file cannot be read
  static Texts read(TlsFiles files) {
    return new Texts(
        read(OwnCertificate.CERTIFICATE, files.certificate()),
        read(OwnCertificate.KEY, files.key()));
  }

  private static String read(String field, Path file) {
    if (!Files.exists(file)) {
      throw fault(field, file, "does not exist (a file in PEM)");
    }
    if (!Files.isRegularFile(file)) {
      throw fault(field, file, "is not a file (a file in PEM)");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw fault(field, file, "is larger than 1 MiB (a file in PEM)");
      }
      return new String(bytes, ISO_8859_1);
    } catch (AccessDeniedException e) {
      throw fault(field, file, "may not be read by the user that Pingdeck runs as");
    } catch (IOException e) {
      throw fault(field, file, "cannot be read: " + e.getMessage());
    }
  }

  static PageCertificate parse(TlsFiles files, Texts texts) {
    try {
      OwnCertificate own = OwnCertificate.parse(texts.certificate(), texts.key());
      if (own.chain().getFirst().getPublicKey() instanceof RSAPublicKey rsa
          && rsa.getModulus().bitLength() < RSA_BITS) {
        throw new FaultException(
            OwnCertificate.CERTIFICATE,
            "has an RSA key of " + rsa.getModulus().bitLength() + " bits (2048 or more)");
      }
      return new PageCertificate(files, own);
    } catch (FaultException e) {
      Fault fault = e.faults().getFirst();
      boolean inKey = fault.field().equals(OwnCertificate.KEY);
      throw fault(fault.field(), inKey ? files.key() : files.certificate(), fault.message());
    }
  }

  private static FaultException fault(String field, Path file, String message) {
    return new FaultException(SETTING + field, file + " " + message);
  }

  KeyManagerFactory keyManagers() {
    return keyManagers;
  }

  private X509Certificate certificate() {
    return own.chain().getFirst();
  }

  public Instant notAfter() {
    return certificate().getNotAfter().toInstant();
  }

  /// SHA-256 of the certificate, as browsers and openssl write it.
  public String sha256() {
    return OwnCertificate.sha256(certificate());
  }

  /// A fault that browsers will show, but that does not keep the page from being served.
  public Optional<Fault> outOfDate(Instant now) {
    if (now.isAfter(notAfter())) {
      return Optional.of(outOfDate("expired at " + notAfter()));
    }
    Instant notBefore = certificate().getNotBefore().toInstant();
    return now.isBefore(notBefore)
        ? Optional.of(outOfDate("is not valid before " + notBefore))
        : Optional.empty();
  }

  private Fault outOfDate(String what) {
    return new Fault(
        SETTING + OwnCertificate.CERTIFICATE,
        files.certificate() + " " + what + "; browsers warn of it");
  }
}

package io.pingdeck.pem;

import io.pingdeck.base.FaultException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;

/// A certificate that this program presents, with the certificates that link it to an authority,
/// and its private key.
///
/// @param chain the own certificate first; each one is issued by the next
public record OwnCertificate(List<X509Certificate> chain, PrivateKey key) {
  /// Field of faults in the certificate's text.
  public static final String CERTIFICATE = "certificate";

  /// Field of faults in the key's text.
  public static final String KEY = "key";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String KEY_FORMS =
      "BEGIN PRIVATE KEY: PKCS #8, BEGIN EC PRIVATE KEY, BEGIN RSA PRIVATE KEY";
  private static final char[] NO_PASSWORD = {};

  public OwnCertificate {
    chain = List.copyOf(chain);
  }

  /// Parses a certificate and its key, of RSA, EC or EdDSA. Other blocks in the texts are skipped,
  /// so both may be the same text.
  ///
  /// @param certificates the certificate first, then those of its authorities
  /// @param key unencrypted; PKCS #8 (RFC 5958), PKCS #1 (RFC 8017) or SEC 1 (RFC 5915)
  /// @throws FaultException of the field [#CERTIFICATE] or [#KEY]
  public static OwnCertificate parse(String certificates, String key) {
    List<X509Certificate> chain =
        blocks(certificates)
            .filter(block -> block.group(1).equals("CERTIFICATE"))
            .map(block -> certificate(decode(block, CERTIFICATE)))
            .toList();
    if (chain.isEmpty()) {
      throw new FaultException(
          CERTIFICATE, "contains no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    PublicKey wanted = chain.getFirst().getPublicKey();
    PrivateKey own = key(key, wanted);
    if (!belongs(own, wanted)) {
      boolean later = chain.stream().anyMatch(other -> belongs(own, other.getPublicKey()));
      throw later
          ? new FaultException(
              CERTIFICATE, "must contain the key's own certificate first, then its issuers")
          : new FaultException(KEY, "does not belong to the certificate");
    }
    checkOrder(chain);
    return new OwnCertificate(chain, own);
  }

  private static Stream<MatchResult> blocks(String text) {
    return BLOCK.matcher(text).results();
  }

  private static byte[] decode(MatchResult block, String field) {
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new FaultException(field, "is damaged: the PEM is not Base64");
    }
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new FaultException(CERTIFICATE, "contains a damaged certificate");
    }
  }

  private static PrivateKey key(String text, PublicKey wanted) {
    MatchResult block =
        blocks(text)
            .filter(found -> found.group(1).endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() ->
                new FaultException(KEY, "contains no private key in PEM (" + KEY_FORMS + ")"));
    if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
      throw new FaultException(
          KEY, "is encrypted; it must not be: `openssl pkey -in OLD -out NEW` decrypts it");
    }
    byte[] der = decode(block, KEY);
    byte[] pkcs8 =
        switch (block.group(1)) {
          case "PRIVATE KEY" -> der;
          // Both lack the algorithm, which is that of the certificate.
          case "EC PRIVATE KEY", "RSA PRIVATE KEY" ->
              Der.sequence(
                  Der.integer(BigInteger.ZERO), Der.first(wanted.getEncoded()), Der.octets(der));
          default ->
              throw new FaultException(
                  KEY, "is a " + block.group(1) + ", which is none of " + KEY_FORMS);
        };
    try {
      return KeyFactory.getInstance(wanted.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new FaultException(KEY, "does not belong to the certificate, or is damaged");
    }
  }

  private static boolean belongs(PrivateKey own, PublicKey certified) {
    byte[] text = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(signature(certified));
      signature.initSign(own);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signature(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default ->
          throw new FaultException(
              CERTIFICATE, "has a key of " + key.getAlgorithm() + " (RSA, EC or EdDSA)");
    };
  }

  private static void checkOrder(List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate one = chain.get(i - 1);
      X509Certificate issuer = chain.get(i);
      if (!one.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
        throw new FaultException(
            CERTIFICATE,
            "has certificates in the wrong order: number "
                + (i + 1)
                + " did not issue number "
                + i
                + " (the own certificate first, then its issuer, and so on)");
      }
    }
  }

  /// What presents this certificate in handshakes.
  public KeyManagerFactory keyManagers() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the Java runtime refuses a certificate that it parsed", e);
    }
  }

  /// The fingerprint of a certificate as browsers and openssl write it: `AB:01:…`, 32 bytes.
  public static String sha256(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}

package io.pingdeck.pem;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.base.FaultException;
import io.pingdeck.fuzz.FuzzCheck;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Every text is a certificate with its key, or refused as one of the two.
public final class CertificateFuzz {
  private static final Set<String> FIELDS = Set.of(OwnCertificate.CERTIFICATE, OwnCertificate.KEY);
  private static final OwnCertificate OWN =
      SelfSigned.create(List.of("localhost"), Instant.parse("2026-01-01T00:00:00Z"));
  private static final String CERTIFICATE =
      SelfSigned.pem("CERTIFICATE", encoded(OWN.chain().getFirst()));
  private static final String KEY = SelfSigned.pem("PRIVATE KEY", OWN.key().getEncoded());

  private CertificateFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    parse(text, text);
    parse(CERTIFICATE, text);
  }

  private static void parse(String certificates, String key) {
    try {
      OwnCertificate read = OwnCertificate.parse(certificates, key);
      require(!read.chain().isEmpty(), "no certificate");
      require(OwnCertificate.sha256(read.chain().getFirst()).length() == 95, "no fingerprint");
    } catch (FaultException e) {
      requireFaults(e);
      require(
          e.faults().stream().allMatch(fault -> FIELDS.contains(fault.field())), "another field");
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new AssertionError("it was just made", e);
    }
  }

  /// A certificate and its key.
  public static List<byte[]> seeds() {
    return List.of((CERTIFICATE + KEY).getBytes(US_ASCII));
  }
}

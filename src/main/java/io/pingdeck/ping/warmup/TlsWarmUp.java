package io.pingdeck.ping.warmup;

import io.pingdeck.net.Sockets;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/// The [WarmUp] of TLS 1.3 and 1.2. Its probes accept a certificate for an address and for a name,
/// and reject it for another name.
final class TlsWarmUp {
  private static final long PATIENCE_MILLIS = 1000; // loading its classes takes 300 ms
  private static final long CHECKS_MILLIS = 300;
  private static final int PROBES = 20; // for an address, and as many for a name
  private static final int REFUSALS = 10;
  private static final int CHECKS = 10;
  private static final int RSA_BITS = 2048;
  private static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65537);

  private TlsWarmUp() {}

  /// Only these probes trust the authority of the server's certificate.
  ///
  /// @param trusted authorities that real probes trust; their first check initializes them
  static void run(Sockets sockets, TrustedCertificates trusted)
      throws IOException, GeneralSecurityException {
    ThrowawayKey key = ThrowawayKey.create();
    Thread checks =
        Thread.ofPlatform()
            .name("warm-up-checks")
            .daemon(true)
            .start(() -> {
              checkBy(trusted, key);
              checkRsa();
            });
    try (WarmUpServer server = WarmUpServer.tls(key)) {
      WarmUp warmUp = new WarmUp(server.port());
      warmUp.add("https://127.0.0.1:%d", Optional.empty(), PROBES);
      warmUp.add("https://localhost:%d", Optional.empty(), PROBES);
      warmUp.add("https://another.invalid:%d", Optional.empty(), REFUSALS);
      warmUp.run(sockets, Optional.of(TrustedCertificates.only(key.authority())), PATIENCE_MILLIS);
      checks.join(CHECKS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// This certificate is untrusted, and its rejection runs the same code as that of any other.
  private static void checkBy(TrustedCertificates trusted, ThrowawayKey key) {
    X509Certificate[] chain = {(X509Certificate) key.chain()[0]};
    for (int i = 0; i < CHECKS; i++) {
      try {
        trusted.check().checkServerTrusted(chain, "UNKNOWN");
      } catch (CertificateException e) {
        // expected
      }
    }
  }

  /// Most servers have an RSA key, but generating one takes too long. Verifying an invalid
  /// signature runs the same computation up to its last step.
  private static void checkRsa() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(RSA_BITS - 1).setBit(0);
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, RSA_EXPONENT));
      for (int i = 0; i < CHECKS; i++) {
        check(Signature.getInstance("SHA256withRSA"), key);
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        check(pss, key);
      }
    } catch (GeneralSecurityException e) {
      // Not fatal: only the first probe is slower.
    }
  }

  private static void check(Signature signature, PublicKey key) throws GeneralSecurityException {
    byte[] wrong = new byte[RSA_BITS / Byte.SIZE];
    wrong[wrong.length - 1] = 2;
    signature.initVerify(key);
    signature.update(wrong);
    try {
      signature.verify(wrong);
    } catch (SignatureException e) {
      // Expected: the signature is invalid.
    }
  }
}

package io.pingdeck.ping.warmup;

import io.pingdeck.net.Sockets;
import io.pingdeck.ping.tls.Authorities;
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

/// The [WarmUp] of TLS 1.3 and 1.2. Its probes check a certificate for an address and for a name
/// and find it good, and find it wrong for another name.
final class TlsWarmUp {
  private static final long PATIENCE_MILLIS = 1000; // its classes alone take 300 ms to load
  private static final long CHECKS_MILLIS = 300;
  private static final int PROBES = 20; // of an address, and as many of a name
  private static final int REFUSALS = 10;
  private static final int CHECKS = 10;
  private static final int RSA_BITS = 2048;
  private static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65537);

  private TlsWarmUp() {}

  /// The authority of the server's certificate is trusted by these probes alone.
  ///
  /// @param authorities that real probes trust; they make themselves ready with their first check
  static void run(Sockets sockets, Authorities authorities)
      throws IOException, GeneralSecurityException {
    ThrowawayKey key = ThrowawayKey.create();
    Thread checks =
        Thread.ofPlatform()
            .name("warm-up-checks")
            .daemon(true)
            .start(() -> {
              checkBy(authorities, key);
              checkRsa();
            });
    try (WarmUpServer server = WarmUpServer.tls(key)) {
      WarmUp warmUp = new WarmUp(server.port());
      warmUp.add("https://127.0.0.1:%d", Optional.empty(), PROBES);
      warmUp.add("https://localhost:%d", Optional.empty(), PROBES);
      warmUp.add("https://another.invalid:%d", Optional.empty(), REFUSALS);
      warmUp.run(sockets, Optional.of(Authorities.only(key.authority())), PATIENCE_MILLIS);
      checks.join(CHECKS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nobody trusts this certificate, and that is found as late as it is with any other.
  private static void checkBy(Authorities authorities, ThrowawayKey key) {
    X509Certificate[] chain = {(X509Certificate) key.chain()[0]};
    for (int i = 0; i < CHECKS; i++) {
      try {
        authorities.check().checkServerTrusted(chain, "UNKNOWN");
      } catch (CertificateException e) {
        // as it was meant to be
      }
    }
  }

  /// Most servers have a key of RSA; to make one takes too long. A signature that is wrong is
  /// computed upon all the same, up to its last step.
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
      // Without it the first probe is slower.
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
      // It is wrong, as it was meant to be.
    }
  }
}

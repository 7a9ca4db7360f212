package io.pingdeck.ping.warmup;

import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.target.Target;
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
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The [WarmUp] of HTTP probes. Those with TLS 1.3 and 1.2 check a certificate for an address and
/// for a name and find it good, and find it wrong for another name.
public final class HttpWarmUp {
  private static final long PATIENCE_MILLIS = 300;
  private static final long TLS_PATIENCE_MILLIS = 1000; // its classes alone take 300 ms to load
  private static final int PROBES = 40;
  private static final int TLS_PROBES = 20; // of an address, and as many of a name
  private static final int REFUSALS = 10;
  private static final int CHECKS = 10;
  private static final int RSA_BITS = 2048;
  private static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65537);

  private static final Set<Kind> WARM = ConcurrentHashMap.newKeySet();

  private HttpWarmUp() {}

  private enum Kind {
    PLAIN,
    TLS;

    static Kind of(PingSpec spec) {
      return HttpProbes.isSecure(spec) ? TLS : PLAIN;
    }
  }

  /// Makes ready for pings of these, if any of them are HTTP's, so that the first probe is not
  /// slower than the second. Blocks for as long as that takes.
  ///
  /// @param authorities that real probes trust; they make themselves ready with their first check
  public static void run(Sockets sockets, Authorities authorities, Collection<PingSpec> specs)
      throws IOException {
    for (PingSpec spec : specs) {
      if (HttpProbes.serve(spec)) {
        warmUp(sockets, authorities, Kind.of(spec));
      }
    }
  }

  private static void warmUp(Sockets sockets, Authorities authorities, Kind kind)
      throws IOException {
    synchronized (WARM) {
      if (!WARM.contains(kind)) {
        run(sockets, authorities, kind == Kind.TLS);
        WARM.add(kind);
      }
    }
  }

  /// Whether [#run] has nothing left to do for this ping.
  public static boolean isWarmFor(PingSpec spec) {
    return !HttpProbes.serve(spec) || WARM.contains(Kind.of(spec));
  }

  /// Returns once its probes have ended, or after 300 ms (with TLS, after a second).
  private static void run(Sockets sockets, Authorities authorities, boolean tls)
      throws IOException {
    Sockets usual = WarmUp.usual(sockets);
    try {
      if (tls) {
        runTls(usual, authorities);
      } else {
        try (WarmUpServer server = WarmUpServer.plain(WarmUpServer.HTTP)) {
          WarmUp warmUp = new WarmUp(server.port());
          warmUp.add(target("http://127.0.0.1", server), Optional.empty(), PROBES);
          // Nobody asks for authorities without TLS.
          run(usual, warmUp, Authorities.only(), PATIENCE_MILLIS);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      // Without it the first probe is slower: no reason to refuse a ping.
    }
  }

  /// The authority of the server's certificate is trusted by these probes alone.
  private static void runTls(Sockets usual, Authorities authorities)
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
      warmUp.add(target("https://127.0.0.1", server), Optional.empty(), TLS_PROBES);
      warmUp.add(target("https://localhost", server), Optional.empty(), TLS_PROBES);
      warmUp.add(target("https://another.invalid", server), Optional.empty(), REFUSALS);
      run(usual, warmUp, Authorities.only(key.authority()), TLS_PATIENCE_MILLIS);
      checks.join(PATIENCE_MILLIS);
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

  private static Target target(String uri, WarmUpServer server) {
    return Target.parse(uri + ":" + server.port());
  }

  private static void run(
      Sockets usual, WarmUp warmUp, Authorities authorities, long patienceMillis)
      throws IOException {
    HttpProbes probes =
        new HttpProbes(
            usual,
            authorities,
            SecretFiles.anywhere(),
            spec -> CompletableFuture.failedFuture(new IOException("no redirects here")));
    warmUp.run(usual, Optional.of(probes), patienceMillis);
  }
}

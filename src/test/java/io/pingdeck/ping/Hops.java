package io.pingdeck.ping;

import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// HTTP probes for tests: redirects are followed to this host.
public final class Hops {
  private static final PingLimits LIMITS =
      new PingLimits(
          Duration.ofMillis(200), Duration.ZERO, 1472, Duration.ofHours(1), Integer.MAX_VALUE);

  private Hops() {}

  public static HttpProbes probes(Sockets sockets, TrustedCertificates trusted) {
    return probes(sockets, trusted, SecretFiles.below(Optional.empty()));
  }

  public static HttpProbes probes(Sockets sockets, TrustedCertificates trusted, Path secrets) {
    return probes(sockets, trusted, SecretFiles.below(Optional.of(secrets)));
  }

  private static HttpProbes probes(
      Sockets sockets, TrustedCertificates trusted, SecretFiles files) {
    return new HttpProbes(
        sockets,
        trusted,
        files,
        HttpProbes.within(LIMITS, HostResolver.ofThisHost(), new SendBudget(LIMITS.sending())));
  }
}

package io.pingdeck.ping.http;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// A probe of a mail server, to be started on the thread for TLS probes.
record SmtpStart(
    TrustedCertificates trusted,
    PingSpec spec,
    Endpoint address,
    long patienceNanos,
    HttpProbes.Listener listener)
    implements HttpLoop.Start {
  void begin(HttpProbes probes) {
    if (!probes.start(true, this)) {
      abandon();
    }
  }

  @Override
  public Exchange start(Exchange.Surroundings loop) {
    SmtpExchange exchange =
        new SmtpExchange(
            loop,
            tls(),
            new Exchange.Asker(
                patienceNanos,
                listener::isWanted,
                listener::begun,
                listener::unfinished,
                listener::ended));
    exchange.start(address, spec.hopLimit().orElse(0), spec.trafficClass());
    return exchange;
  }

  private TlsClient tls() {
    try {
      return new TlsClient(trusted, spec.target(), false, Optional.empty());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime has no TLS", e);
    }
  }

  @Override
  public void abandon() {
    listener.ended(new HttpResult.NotSent(Errno.EIO));
  }
}

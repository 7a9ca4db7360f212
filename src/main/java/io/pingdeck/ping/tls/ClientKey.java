package io.pingdeck.ping.tls;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.pem.OwnCertificate;
import javax.net.ssl.KeyManager;

/// The client certificate and its key, from PEM (RFC 7468).
public final class ClientKey {
  private ClientKey() {}

  /// @throws FaultException of the field `certFile` or `keyFile`
  public static KeyManager of(String certificates, String key) {
    try {
      return OwnCertificate.parse(certificates, key).keyManagers().getKeyManagers()[0];
    } catch (FaultException e) {
      Fault fault = e.faults().getFirst();
      boolean inKey = fault.field().equals(OwnCertificate.KEY);
      throw new FaultException(inKey ? "keyFile" : "certFile", fault.message());
    }
  }
}

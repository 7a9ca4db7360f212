package io.pingdeck.ping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class ThrowawayKeyTest {
  @Test
  void signsItsOwnCertificate() throws Exception {
    X509Certificate certificate = (X509Certificate) ThrowawayKey.create().chain()[0];
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();
    assertEquals("CN=warm-up", certificate.getSubjectX500Principal().getName());
    assertEquals(certificate.getSubjectX500Principal(), certificate.getIssuerX500Principal());
  }
}

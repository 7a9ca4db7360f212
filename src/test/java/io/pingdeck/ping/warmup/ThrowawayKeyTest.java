package io.pingdeck.ping.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.ping.tls.TrustedCertificates;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrowawayKeyTest {
  @Test
  void authorityIssuesACertificateForOneNameOnly() throws Exception {
    ThrowawayKey key = ThrowawayKey.create();
    X509Certificate[] chain = {(X509Certificate) key.chain()[0]};

    chain[0].verify(key.authority().getPublicKey());
    assertThat(chain[0].getBasicConstraints()).isNegative();
    assertThat(key.authority().getBasicConstraints()).isNotNegative();
    TrustedCertificates.only(key.authority()).check().checkServerTrusted(chain, "ECDHE_ECDSA");
    X509ExtendedTrustManager real = TrustedCertificates.load(Optional.empty()).check();
    assertThatThrownBy(() -> real.checkServerTrusted(chain, "ECDHE_ECDSA"))
        .isInstanceOf(CertificateException.class);
  }

  /// As in the warm-up: path and name are checked and accepted.
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void certificateIsGoodForTheWarmUpServer(String host) throws Exception {
    handshake(host);
  }

  @Test
  void certificateIsWrongForAnotherName() {
    assertThatThrownBy(() -> handshake("another.invalid"))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("another.invalid");
  }

  private static void handshake(String host) throws Exception {
    ThrowawayKey key = ThrowawayKey.create();
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] trusted = {TrustedCertificates.only(key.authority()).check()};
    context.init(null, trusted, null);
    try (WarmUpServer server = WarmUpServer.tls(key);
        Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
        SSLSocket socket =
            (SSLSocket)
                context.getSocketFactory().createSocket(plain, host, server.port(), false)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getSession().getPeerCertificates()).isEqualTo(key.chain());
    }
  }
}

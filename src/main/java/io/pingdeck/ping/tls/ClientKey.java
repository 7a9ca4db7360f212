package io.pingdeck.ping.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.base.FaultException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// The client certificate and its key, from PEM (RFC 7468).
public final class ClientKey {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END", Pattern.DOTALL);
  private static final char[] NO_PASSWORD = {};

  private ClientKey() {}

  /// @throws FaultException of the field `certFile` or `keyFile`
  public static KeyManager of(String certificates, String key) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      Certificate[] chain = chain(certificates);
      PrivateKey own = key(key, chain[0].getPublicKey().getAlgorithm());
      store.setKeyEntry("own", own, NO_PASSWORD, chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new FaultException("keyFile", "the key does not match the certificate");
    }
  }

  private static Certificate[] chain(String text) {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(US_ASCII)));
      if (!all.isEmpty()) {
        return all.toArray(new Certificate[0]);
      }
    } catch (GeneralSecurityException e) {
      // Reported by the same message.
    }
    throw new FaultException("certFile", "is not a certificate in PEM");
  }

  private static PrivateKey key(String text, String algorithm) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find() || !List.of("").contains(matcher.group(1))) {
      throw new FaultException(
          "keyFile",
          "is not an unencrypted PKCS #8 key in PEM: openssl pkcs8 -topk8 -nodes -in OLD -out NEW");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new FaultException("keyFile", "the key does not match the certificate");
    }
  }
}

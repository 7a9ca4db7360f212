package io.pingdeck.ping.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/// A P-256 key, the certificate of an authority, and one issued by it to 127.0.0.1 and `localhost`
/// (RFC 5280), all with the same key. Used only while this process warms up. The JDK has no API
/// that creates certificates.
///
/// @param chain the server's certificate alone
/// @param authority its issuer
public record ThrowawayKey(PrivateKey key, Certificate[] chain, X509Certificate authority) {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8 = 0x0c;
  private static final int UTC_TIME = 0x17;

  /// ecdsa-with-SHA256 (RFC 5758 section 3.2), and commonName.
  private static final byte[] SIGNED = HexFormat.of().parseHex("300a06082a8648ce3d040302");

  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

  /// The extensions basicConstraints, critical, of an authority, and keyUsage, critical, for
  /// signing certificates and lists of revoked ones (sections 4.2.1.9 and 4.2.1.3).
  private static final byte[] OF_THE_AUTHORITY =
      HexFormat.of()
          .parseHex("300f0603551d130101ff040530030101ff" + "300e0603551d0f0101ff040403020106");

  /// The extensions keyUsage, critical, for digital signatures, extKeyUsage of a server, and
  /// subjectAltName with `localhost` and 127.0.0.1 (sections 4.2.1.3, 4.2.1.12, 4.2.1.6).
  private static final byte[] OF_THE_SERVER =
      HexFormat.of()
          .parseHex(
              "300e0603551d0f0101ff040403020780"
                  + "30130603551d25040c300a06082b06010505070301"
                  + "301a0603551d110413301182096c6f63616c686f737487047f000001");

  public static ThrowawayKey create() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    X509Certificate authority = certificate(pair, 1, "warm-up-authority", OF_THE_AUTHORITY);
    Certificate server = certificate(pair, 2, "warm-up", OF_THE_SERVER);
    return new ThrowawayKey(pair.getPrivate(), new Certificate[] {server}, authority);
  }

  private static X509Certificate certificate(
      KeyPair pair, int serialNumber, String subject, byte[] extensions)
      throws GeneralSecurityException {
    byte[] version = der(VERSION, der(INTEGER, new byte[] {2})); // that is 3
    byte[] serial = der(INTEGER, new byte[] {(byte) serialNumber});
    byte[] validity = der(SEQUENCE, utc("700101000000Z"), utc("491231235959Z"));
    byte[] toSign =
        der(
            SEQUENCE,
            version,
            serial,
            SIGNED,
            name("warm-up-authority"),
            validity,
            name(subject),
            pair.getPublic().getEncoded(),
            der(EXTENSIONS, der(SEQUENCE, extensions)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(toSign);
    byte[] signed =
        der(SEQUENCE, toSign, SIGNED, der(BIT_STRING, new byte[] {0}, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(signed));
  }

  private static byte[] name(String commonName) {
    return der(
        SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, commonName.getBytes(US_ASCII)))));
  }

  private static byte[] utc(String time) {
    return der(UTC_TIME, time.getBytes(US_ASCII));
  }

  /// One element (X.690) of less than 64 KiB.
  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (length > 0xff) {
      element.write(0x82);
      element.write(length >> 8);
    } else if (length > 0x7f) {
      element.write(0x81);
    }
    element.write(length);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}

package io.pingdeck.ping;

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
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/// A key on the curve P-256 and a certificate that it signed for itself (RFC 5280, version 1), for
/// as long as this process is warming up. The JDK has no interface that makes certificates.
///
/// @param chain the certificate alone
record ThrowawayKey(PrivateKey key, Certificate[] chain) {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8 = 0x0c;
  private static final int UTC_TIME = 0x17;

  /// ecdsa-with-SHA256 (RFC 5758 section 3.2), and commonName.
  private static final byte[] SIGNED = HexFormat.of().parseHex("300a06082a8648ce3d040302");

  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

  static ThrowawayKey create() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    byte[] name =
        der(
            SEQUENCE,
            der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, "warm-up".getBytes(US_ASCII)))));
    byte[] validity = der(SEQUENCE, utc("700101000000Z"), utc("491231235959Z"));
    byte[] serial = der(INTEGER, new byte[] {1});
    byte[] toSign =
        der(SEQUENCE, serial, SIGNED, name, validity, name, pair.getPublic().getEncoded());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(toSign);
    byte[] signed =
        der(SEQUENCE, toSign, SIGNED, der(BIT_STRING, new byte[] {0}, signature.sign()));
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(signed));
    return new ThrowawayKey(pair.getPrivate(), new Certificate[] {certificate});
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

package io.pingdeck.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.packet.IpLiteral;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// Creates certificates that nobody issued: the key signs its own certificate (RFC 5280). Java has
/// no public API for this, and the libraries that have one are larger than the rest of this
/// program.
public final class SelfSigned {
  private static final Duration VALIDITY = Duration.ofDays(365);

  /// Clocks of other hosts may be behind.
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final int FIRST_YEAR_OF_LONG_TIME = 2050; // RFC 5280 section 4.1.2.5
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.objectId("1.2.840.10045.4.3.2"));
  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(\\*\\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
              + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern DIGITS = Pattern.compile("[0-9A-Fa-f.:]+");
  private static final int MOST_CHARACTERS = 253;

  private SelfSigned() {}

  /// Creates a P-256 key and its certificate, for servers only, valid for a year.
  ///
  /// @param names host names and addresses; at least one
  /// @throws IllegalArgumentException for a name that [#isName] does not know
  public static OwnCertificate create(Collection<String> names, Instant now) {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      byte[] contents = contents(names, now, pair, new BigInteger(127, random).setBit(126));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(contents);
      byte[] der = Der.sequence(contents, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return new OwnCertificate(
          List.of((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der))),
          pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no P-256", e);
    }
  }

  /// Whether a certificate can name this: a host name, also with `*.` before it, or an address.
  public static boolean isName(String name) {
    return isAddress(name) || name.length() <= MOST_CHARACTERS && DNS_NAME.matcher(name).matches();
  }

  /// The PEM of a certificate or a key (RFC 7468).
  ///
  /// @param label such as `CERTIFICATE`
  public static String pem(String label, byte[] der) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  /// What is signed: TBSCertificate of RFC 5280 section 4.1.
  private static byte[] contents(
      Collection<String> names, Instant now, KeyPair pair, BigInteger serial) {
    byte[] version3 = Der.value(0xa0, Der.integer(BigInteger.TWO));
    byte[] subject =
        Der.sequence(
            Der.value(0x31, Der.sequence(Der.objectId("2.5.4.3"), Der.ascii(0x0c, "Pingdeck"))));
    byte[] validity = Der.sequence(time(now.minus(EARLIER)), time(now.plus(VALIDITY)));
    byte[] extensions =
        Der.sequence(
            extension("2.5.29.19", true, Der.sequence()), // no authority
            extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80})), // signs
            extension("2.5.29.37", false, Der.sequence(Der.objectId("1.3.6.1.5.5.7.3.1"))),
            extension(
                "2.5.29.17",
                false,
                Der.sequence(names.stream().map(SelfSigned::name).toArray(byte[][]::new))));
    return Der.sequence(
        version3,
        Der.integer(serial),
        ECDSA_WITH_SHA256,
        subject,
        validity,
        subject,
        pair.getPublic().getEncoded(),
        Der.value(0xa3, extensions));
  }

  private static byte[] extension(String id, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.objectId(id), Der.TRUE, Der.octets(value))
        : Der.sequence(Der.objectId(id), Der.octets(value));
  }

  private static byte[] name(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(name);
    }
    return isAddress(name)
        ? Der.value(0x87, InetAddress.ofLiteral(name).getAddress())
        : Der.ascii(0x82, name);
  }

  private static boolean isAddress(String name) {
    // No zone, which has a meaning on one host only, and no brackets.
    return DIGITS.matcher(name).matches() && IpLiteral.parse(name).isPresent();
  }

  private static byte[] time(Instant time) {
    boolean isLong = time.atOffset(ZoneOffset.UTC).getYear() >= FIRST_YEAR_OF_LONG_TIME;
    String pattern = isLong ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'";
    String text = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(time);
    return Der.ascii(isLong ? 0x18 : 0x17, text);
  }
}

package io.pingdeck.packet.text;

import io.pingdeck.base.Counted;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret key shared by an application and its monitor; signs beats with HMAC-SHA-256 (RFC 2104).
/// Not thread-safe.
public final class BeatKey {
  static final int SIGNATURE_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  /// @throws IllegalArgumentException if there are fewer than 16 bytes
  public BeatKey(byte[] secret) {
    if (secret.length < 16) {
      throw new IllegalArgumentException(
          "a key of " + Counted.bytes(secret.length) + " is too short (at least 16)");
    }
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }

  /// Identifies this key without revealing anything about it: 16 hexadecimal digits.
  public String id() {
    byte[] id = sign("the id of this key".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(id, 0, Long.BYTES);
  }

  byte[] sign(byte[] text) {
    return mac.doFinal(text);
  }

  boolean isSignatureOf(byte[] text, byte[] signature) {
    return MessageDigest.isEqual(sign(text), signature);
  }
}

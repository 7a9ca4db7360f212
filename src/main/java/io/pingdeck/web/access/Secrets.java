package io.pingdeck.web.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Random secrets, and their fast hashes: what has 128 random bits or more needs no slow one.
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 32;
  private static final int CODE_BYTES = 16;

  private Secrets() {}

  /// 256 bits in base64url.
  static String id() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(ID_BYTES));
  }

  /// 128 bits in hex, in groups of eight digits, for people.
  static String code() {
    return HexFormat.of().formatHex(bytes(CODE_BYTES)).replaceAll("(.{8})(?=.)", "$1-");
  }

  /// SHA-256 in lower-case hex.
  static String hash(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /// Takes the same time wherever they differ.
  static boolean isSame(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}

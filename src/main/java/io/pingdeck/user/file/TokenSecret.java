package io.pingdeck.user.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Secrets of tokens: `pd_` and 256 random bits in base64url.
public final class TokenSecret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PREFIX = "pd_";
  private static final int BYTES = 32;
  private static final int DIGITS = 43;
  private static final String ID_DIGITS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 8;

  private TokenSecret() {}

  static String create() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  static boolean isSecret(String text) {
    return text.startsWith(PREFIX) && text.length() == PREFIX.length() + DIGITS;
  }

  static String newId() {
    StringBuilder id = new StringBuilder();
    while (id.length() < ID_LENGTH) {
      id.append(ID_DIGITS.charAt(RANDOM.nextInt(ID_DIGITS.length())));
    }
    return id.toString();
  }

  /// What [io.pingdeck.user.api.Token#hash] is: SHA-256 in lower-case hex.
  public static String hash(String secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }
}

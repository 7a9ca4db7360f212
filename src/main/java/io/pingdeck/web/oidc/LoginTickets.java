package io.pingdeck.web.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.NanoClock;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ties the two halves of a login together, in one browser, once, within ten minutes.
///
/// A browser keeps the id of its ticket in a cookie. The secrets of the login are made from the id
/// and a key of this process, so however many logins begin, nothing is kept of them. A restart
/// makes all tickets worthless.
final class LoginTickets {
  static final Duration VALID = Duration.ofMinutes(10);

  /// Of those used. Beyond it the oldest is forgotten; the provider takes each code only once too.
  static final int MOST_USED = 10_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}\\.-?[0-9]{1,19}");
  private static final int BYTES = 32;

  private final NanoClock clock;
  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key = new SecretKeySpec(randomBytes(), "HmacSHA256");
  private final Map<String, Boolean> used =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_USED;
        }
      };

  LoginTickets(NanoClock clock) {
    this.clock = clock;
  }

  /// @param id for the cookie
  /// @param state what the provider sends back through the browser
  /// @param nonce what the ID token must contain
  /// @param verifier secret with which the code can be used (RFC 7636)
  record Ticket(String id, String state, String nonce, String verifier) {
    /// RFC 7636, section 4.2.
    String challenge() {
      try {
        return text(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
    }
  }

  Ticket make() {
    return of(text(randomBytes()) + "." + clock.nanoTime());
  }

  /// Uses a ticket.
  ///
  /// @return empty if it is used, too old, or of another login
  Optional<Ticket> use(String id, String state) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    Ticket ticket = of(id);
    boolean isOwn = MessageDigest.isEqual(ticket.state().getBytes(UTF_8), state.getBytes(UTF_8));
    // The state proves that the moment in the id is the one that was put there.
    boolean isFresh =
        isOwn && clock.nanoTime() - Long.parseLong(id.substring(44)) <= VALID.toNanos();
    return isFresh && used.put(id, true) == null ? Optional.of(ticket) : Optional.empty();
  }

  private Ticket of(String id) {
    return new Ticket(id, secret("state", id), secret("nonce", id), secret("verifier", id));
  }

  private String secret(String purpose, String id) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return text(mac.doFinal((purpose + " " + id).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java has HmacSHA256", e);
    }
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

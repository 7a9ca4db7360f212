package io.pingdeck.user.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/// Hashes passwords with Argon2id (RFC 9106), in the text form
/// `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. A hash takes tens of milliseconds and [#BYTES] of heap:
/// never call this on an event loop.
///
/// The parameters are those of OWASP's list with the least memory. The library keeps the memory of
/// one hash for ever, and a small heap must have room for it.
public final class PasswordHash {
  private static final int MEMORY_KIB = 7168;
  private static final int PASSES = 5;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  /// Heap that one hash takes.
  public static final long BYTES = MEMORY_KIB * 1024L * 9 / 8;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=%d,t=%d,p=%d\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"
              .formatted(MEMORY_KIB, PASSES, LANES));

  /// Of no password that anybody knows. It is checked where there is no user, so that the answer
  /// takes as long.
  private static final String OF_NOBODY =
      "$argon2id$v=19$m=%d,t=%d,p=%d$wqOyhQ8KyV1oFrS7uKzGsw$".formatted(MEMORY_KIB, PASSES, LANES)
          + "3oYt0V5x0JbXqk1mBn8cTzQWcJrKq0m0c1m5yq2v0aE";

  private final SecureRandom random = new SecureRandom();
  private final LongAdder computed = new LongAdder();

  /// Loads the library with the first hash: few processes need it.
  private static final class Library {
    private static final Argon2Function ARGON2 =
        Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
  }

  /// Whether a text is a hash that this class can check.
  public static boolean isHash(String text) {
    return FORM.matcher(text).matches();
  }

  public String of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    computed.increment();
    return Library.ARGON2.hash(bytes(password), salt).getResult();
  }

  public boolean matches(String password, String hash) {
    computed.increment();
    return Library.ARGON2.check(bytes(password), hash.getBytes(UTF_8));
  }

  /// Takes as long as [#matches].
  public void matchesNobody(String password) {
    matches(password, OF_NOBODY);
  }

  /// Number of hashes computed so far.
  public long computed() {
    return computed.sum();
  }

  /// Keyboards and terminals compose letters with accents differently.
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(UTF_8);
  }
}

package io.pingdeck.user.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
  private final PasswordHash hash = new PasswordHash();

  @Test
  void onlyThePasswordItselfMatches() {
    String kept = hash.of("correct horse");

    assertThat(PasswordHash.isHash(kept)).isTrue();
    assertThat(hash.matches("correct horse", kept)).isTrue();
    assertThat(hash.matches("correct horsf", kept)).isFalse();
    assertThat(hash.matches("", kept)).isFalse();
  }

  @Test
  void eachHashHasItsOwnSalt() {
    assertThat(hash.of("the same")).isNotEqualTo(hash.of("the same"));
  }

  /// Of the reference program: `echo -n password | argon2 somesaltsomesalt -id -t 5 -k 7168 -p 1 -l
  /// 32`.
  @Test
  void itIsArgon2idAsOthersComputeIt() {
    assertThat(
            hash.matches(
                "password",
                "$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$r4Oo1wGvZA95Ee2ql0BxTjPMLtEb2RJx3pJ/l+PU2ts"))
        .isTrue();
  }

  /// An accent may come with its letter or after it, as the keyboard does it.
  @Test
  void accentsMatchHoweverTheyAreComposed() {
    assertThat(hash.matches("caf\u00e9 cr\u00e8me", hash.of("cafe\u0301 cre\u0300me"))).isTrue();
  }

  @Test
  @Proves("W10")
  void anUnknownUserCostsOneHashAsWell() {
    long before = hash.computed();

    hash.matchesNobody("anything");

    assertThat(hash.computed()).isEqualTo(before + 1);
  }

  @Test
  void weakerFormsAreNoHashes() {
    String kept = hash.of("password");

    assertThat(PasswordHash.isHash(kept.replace("argon2id", "argon2i"))).isFalse();
    assertThat(PasswordHash.isHash(kept.replace("t=5", "t=1"))).isFalse();
    assertThat(PasswordHash.isHash("password")).isFalse();
    assertThat(PasswordHash.isHash("")).isFalse();
  }
}

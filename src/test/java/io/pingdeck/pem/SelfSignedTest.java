package io.pingdeck.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T10:00:00Z",
        "2049-06-01T00:00:00Z",
        "2050-01-01T00:30:00Z",
        "2050-06-01T00:00:00Z"
      })
  void isValidForAYear(Instant now) {
    X509Certificate own = SelfSigned.create(List.of("localhost"), now).chain().getFirst();

    assertThat(own.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(365)));
    assertThat(own.getNotBefore().toInstant()).isEqualTo(now.minus(Duration.ofHours(1)));
  }

  @Test
  void namesItsHostsAndIsNoAuthority() throws Exception {
    X509Certificate own =
        SelfSigned.create(List.of("pings.example", "127.0.0.1"), NOW).chain().getFirst();

    own.verify(own.getPublicKey());
    assertThat(own.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "pings.example"), List.of(7, "127.0.0.1"));
    assertThat(own.getBasicConstraints()).isEqualTo(-1);
    assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  /// The lengths in it then have one, two and three bytes.
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1000})
  void mayHaveManyNames(int count) throws Exception {
    List<String> names = Collections.nCopies(count, "a-name-of-thirty-characters.de");

    X509Certificate own = SelfSigned.create(names, NOW).chain().getFirst();

    assertThat(own.getSubjectAlternativeNames()).hasSize(count);
  }

  @Test
  void eachOneIsDifferent() {
    X509Certificate one = SelfSigned.create(List.of("a"), NOW).chain().getFirst();
    X509Certificate other = SelfSigned.create(List.of("a"), NOW).chain().getFirst();

    assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a-b.example", "*.example.org", "xn--bcher-kva.example", "::1"})
  void namesOfACertificate(String name) {
    assertThat(SelfSigned.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a.",
        ".a",
        "a..b",
        "-a",
        "a-",
        "*",
        "a.*.b",
        "bücher.example",
        "1.2.3",
        "1.2.3.400",
        "[::1]",
        "fe80::1%lo",
        "http://a",
        "a:80",
        "a/b",
        "a\n"
      })
  void noNamesOfACertificate(String name) {
    assertThat(SelfSigned.isName(name)).isFalse();
    assertThatThrownBy(() -> SelfSigned.create(List.of(name), NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Examples of X.690 section 8.19.5, RFC 5280 and RFC 3279.
  @ParameterizedTest
  @CsvSource({
    "2.5.29.17, 0603551d11",
    "1.2.840.10045.4.3.2, 06082a8648ce3d040302",
    "1.3.6.1.5.5.7.3.1, 06082b06010505070301",
  })
  void objectIds(String dotted, String der) {
    assertThat(HexFormat.of().formatHex(Der.objectId(dotted))).isEqualTo(der);
  }
}

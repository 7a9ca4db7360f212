package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.pem.OwnCertificate;
import io.pingdeck.pem.SelfSigned;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `pingdeck tls self-signed`, and what `check-config` says of certificates.
class TlsCommandTest {
  private static final KeyPair RSA = rsa(); // takes a second

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path home;

  private static KeyPair rsa() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private int run(String... args) {
    return CommandLines.create(
            home, Map.of(), _ -> false, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }

  private OwnCertificate written() throws IOException {
    return OwnCertificate.parse(
        Files.readString(home.resolve("page.pem")), Files.readString(home.resolve("page.key")));
  }

  @Test
  void aHomeFolderThatNoShellReplacedIsAFault() {
    assertThat(run("tls", "self-signed", "--out-dir=~/keys")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith(
            "pingdeck: Invalid value for option '--out-dir': ~/keys begins with ~, which only"
                + " a shell replaces: write the whole path");
  }

  @Test
  void whatItPrintsIsAConfiguration() throws Exception {
    assertThat(run("tls", "self-signed", "--out-dir", home.toString(), "--host", "a.example"))
        .isZero();

    List<String> lines = out.toString().lines().toList();
    Path file = Files.write(home.resolve("my.yaml"), lines.subList(0, 4));
    X509Certificate own = written().chain().getFirst();
    assertThat(lines.subList(4, 8))
        .containsExactly(
            "",
            "Valid for localhost, 127.0.0.1, ::1, a.example",
            "Valid until " + own.getNotAfter().toInstant(),
            "SHA-256 " + OwnCertificate.sha256(own));
    assertThat(own.getSubjectAlternativeNames())
        .containsExactly(
            List.of(2, "localhost"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"),
            List.of(2, "a.example"));
    assertThat(run("check-config", file.toString())).as(err.toString()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
  }

  private Path key() {
    return home.resolve("page.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.pem", "page.key"})
  void replacesNothingUnlessForced(String existing) throws Exception {
    Files.writeString(home.resolve(existing), "mine");

    assertThat(run("tls", "self-signed", "--out-dir", home.toString())).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "pingdeck: tls self-signed: "
                + home.resolve(existing)
                + " exists; --force replaces it\n");
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(home.resolve(existing));
    }
    assertThat(home.resolve(existing)).hasContent("mine");
    assertThat(run("tls", "self-signed", "--force", "--out-dir", home.toString())).isZero();
    assertThat(written().chain()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
  }

  /// What the link points to belongs to somebody else.
  @Test
  void aLinkIsAFileThatExists() throws Exception {
    Path other = Files.createDirectory(home.resolve("other")).resolve("file");
    Files.createSymbolicLink(key(), other);

    assertThat(run("tls", "self-signed", "--out-dir", home.toString())).isEqualTo(2);
    assertThat(run("tls", "self-signed", "--force", "--out-dir", home.toString())).isZero();

    assertThat(other).doesNotExist();
    assertThat(key()).isRegularFile();
    assertThat(Files.isSymbolicLink(key())).isFalse();
  }

  @Test
  void aWrongNameIsAFaultAndWritesNothing() {
    Path folder = home.resolve("none");

    assertThat(
            run(
                "tls",
                "self-signed",
                "--out-dir",
                folder.toString(),
                "--host",
                "a b",
                "--host",
                "http://a"))
        .isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --host: a b is not a host name or address (such as pings.example.org,"
                + " 192.0.2.7 or ::1)",
            "pingdeck: --host: http://a is not a host name or address (such as pings.example.org,"
                + " 192.0.2.7 or ::1)");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");

    assertThat(run("tls", "self-signed", "--out-dir", file.resolve("x").toString())).isEqualTo(1);

    assertThat(err.toString()).startsWith("pingdeck: cannot write " + home);
  }

  @Test
  void aPathWithSpacesAndQuotesStaysOneValue() throws Exception {
    Path folder = home.resolve("it's # here: x");

    assertThat(run("tls", "self-signed", "--out-dir", folder.toString())).isZero();

    Path file = Files.write(home.resolve("my.yaml"), out.toString().lines().toList().subList(0, 4));
    assertThat(run("check-config", file.toString())).as(err.toString()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{certificate: page.pem} | key (FILE:1): is missing: web.tls.certificate needs it (both, or"
            + " none for HTTP)",
        "{key: page.key} | certificate (FILE:1): is missing: web.tls.key needs it (both, or none"
            + " for HTTP)",
        "{certificate: none.pem, key: page.key} | certificate (FILE:1): HOME/none.pem does not"
            + " exist (a file in PEM)",
        "{certificate: page.pem, key: none.key} | key (FILE:1): HOME/none.key does not exist (a"
            + " file in PEM)",
        "{certificate: ., key: page.key} | certificate (FILE:1): HOME/. is not a file (a file in"
            + " PEM)",
        "{certificate: page.pem, key: page.pem} | key (FILE:1): HOME/page.pem contains no private"
            + " key in PEM (BEGIN PRIVATE KEY: PKCS #8, BEGIN EC PRIVATE KEY, BEGIN RSA PRIVATE"
            + " KEY)",
        "{certificate: page.pem, key: other.key} | key (FILE:1): HOME/other.key does not belong to"
            + " the certificate, or is damaged",
        "{certificate: big.pem, key: page.key} | certificate (FILE:1): HOME/big.pem is larger than"
            + " 1 MiB (a file in PEM)",
        "{certificate: page.pem, keys: page.key} | keys (FILE:1): is an unknown setting; known"
            + " here: certificate, key",
      })
  void aPairThatServeWouldRefuseIsAFault(String tls, String fault) throws Exception {
    assertThat(run("tls", "self-signed", "--out-dir", home.toString())).isZero();
    Files.writeString(
        home.resolve("other.key"), SelfSigned.pem("PRIVATE KEY", RSA.getPrivate().getEncoded()));
    Files.writeString(home.resolve("big.pem"), "x".repeat(1_100_000), ISO_8859_1);
    Path file = Files.writeString(home.resolve("my.yaml"), "web: {tls: " + tls + "}");

    assertThat(run("check-config", file.toString())).isEqualTo(2);

    assertThat(err.toString())
        .contains(
            "pingdeck: web.tls."
                + fault.replace("FILE", file.toString()).replace("HOME", home.toString())
                + "\n");
  }

  /// `serve` starts with it, and prints the same line.
  @ParameterizedTest
  @CsvSource({"-400, expired at", "10, is not valid before"})
  void aCertificateThatIsOutOfDateIsTold(int days, String fault) throws Exception {
    OwnCertificate made =
        SelfSigned.create(List.of("localhost"), Instant.now().plus(Duration.ofDays(days)));
    byte[] der = made.chain().getFirst().getEncoded();
    Files.writeString(home.resolve("page.pem"), SelfSigned.pem("CERTIFICATE", der));
    Files.writeString(key(), SelfSigned.pem("PRIVATE KEY", made.key().getEncoded()));
    Path file =
        Files.writeString(
            home.resolve("my.yaml"), "web: {tls: {certificate: page.pem, key: page.key}}");

    assertThat(run("check-config", file.toString())).isEqualTo(2);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("pingdeck: web.tls.certificate (" + file + ":1): " + home.resolve("page.pem"))
        .contains(fault);
  }
}

package io.pingdeck.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.FaultException;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files as openssl writes them.
class OwnCertificateTest {
  @TempDir static Path folder;

  @BeforeAll
  static void issue() throws Exception {
    Certificates made = Certificates.make(folder);
    made.openssl("ecparam -name prime256v1 -genkey -out ec.key");
    made.openssl("ec -in ec.key -out ec-bare.key");
    made.openssl("pkcs8 -topk8 -nocrypt -in ec.key -out ec-pkcs8.key");
    made.openssl("req -x509 -key ec.key -out ec.pem -days 9 -subj /CN=ec");
    made.openssl("ecparam -name secp384r1 -genkey -noout -out ec384.key");
    made.openssl("req -x509 -key ec384.key -out ec384.pem -days 9 -subj /CN=ec");
    made.openssl("genpkey -algorithm ed25519 -out ed.key");
    made.openssl("req -x509 -key ed.key -out ed.pem -days 9 -subj /CN=ed");
    made.openssl("rsa -in good.key -traditional -out rsa1.key");
    made.openssl("rsa -in good.key -traditional -aes128 -passout pass:secret -out locked1.key");
    made.openssl("pkcs8 -topk8 -in good.key -passout pass:secret -out locked8.key");
    made.openssl("genpkey -algorithm x25519 -out x.key");
    made.openssl("dsaparam -out dsa.par 2048");
    made.openssl("gendsa -out dsa.key dsa.par");
    made.openssl("req -x509 -key dsa.key -out dsa.pem -days 9 -subj /CN=dsa");
    made.openssl("x509 -in good.pem -outform der -out der.pem");
    write("chain.pem", text("good.pem") + text("ca.pem"));
    write("reversed.pem", text("ca.pem") + text("good.pem"));
    write("unrelated.pem", text("good.pem") + text("ec.pem"));
    write("both.pem", "bag: 1\n" + text("good.key") + text("good.pem"));
    write("crlf.pem", text("good.pem").replace("\n", "\r\n"));
    write("empty.pem", "");
    write("cut.pem", text("good.pem").substring(0, 300));
    write("garbled.pem", text("good.pem").replace("MII", "MAA"));
    write("garbled.key", text("good.key").replace("MII", "MAA"));
    write("ssh.key", text("good.key").replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"));
  }

  private static void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private static String text(String name) throws Exception {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "good.pem, good.key, 1",
    "good.pem, rsa1.key, 1",
    "crlf.pem, good.key, 1",
    "chain.pem, good.key, 2",
    "both.pem, both.pem, 1",
    "ec.pem, ec.key, 1",
    "ec.pem, ec-bare.key, 1",
    "ec.pem, ec-pkcs8.key, 1",
    "ec384.pem, ec384.key, 1",
    "ed.pem, ed.key, 1",
  })
  void thePairIsUsed(String certificate, String key, int length) throws Exception {
    OwnCertificate own = OwnCertificate.parse(text(certificate), text(key));

    assertThat(own.chain()).hasSize(length);
    assertThat(own.keyManagers().getKeyManagers()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty.pem | good.key | certificate: contains no certificate in PEM (-----BEGIN"
            + " CERTIFICATE-----)",
        "good.key | good.key | certificate: contains no certificate in PEM (-----BEGIN"
            + " CERTIFICATE-----)",
        "der.pem | good.key | certificate: contains no certificate in PEM (-----BEGIN"
            + " CERTIFICATE-----)",
        "cut.pem | good.key | certificate: contains no certificate in PEM (-----BEGIN"
            + " CERTIFICATE-----)",
        "garbled.pem | good.key | certificate: contains a damaged certificate",
        "dsa.pem | dsa.key | certificate: has a key of DSA (RSA, EC or EdDSA)",
        "reversed.pem | good.key | certificate: must contain the key's own certificate first, then"
            + " its issuers",
        "unrelated.pem | good.key | certificate: has certificates in the wrong order: number 2 did"
            + " not issue number 1 (the own certificate first, then its issuer, and so on)",
        "good.pem | empty.pem | key: contains no private key in PEM (BEGIN PRIVATE KEY: PKCS #8,"
            + " BEGIN EC PRIVATE KEY, BEGIN RSA PRIVATE KEY)",
        "good.pem | other.key | key: does not belong to the certificate",
        "good.pem | ec.key | key: does not belong to the certificate, or is damaged",
        "ec.pem | ec384.key | key: does not belong to the certificate",
        "good.pem | x.key | key: does not belong to the certificate, or is damaged",
        "good.pem | garbled.key | key: does not belong to the certificate, or is damaged",
        "good.pem | locked1.key | key: is encrypted; it must not be: `openssl pkey -in OLD -out"
            + " NEW` decrypts it",
        "good.pem | locked8.key | key: is encrypted; it must not be: `openssl pkey -in OLD -out"
            + " NEW` decrypts it",
        "good.pem | ssh.key | key: is a OPENSSH PRIVATE KEY, which is none of BEGIN PRIVATE KEY:"
            + " PKCS #8, BEGIN EC PRIVATE KEY, BEGIN RSA PRIVATE KEY",
      })
  void aPairThatCannotBeUsedIsAFault(String certificate, String key, String fault)
      throws Exception {
    String certificates = text(certificate);
    String keys = text(key);

    assertThatThrownBy(() -> OwnCertificate.parse(certificates, keys))
        .isInstanceOf(FaultException.class)
        .hasMessage(fault);
  }

  @Test
  void opensslAcceptsASelfSignedOne() throws Exception {
    Tool.need(Tool.OPENSSL);
    OwnCertificate own =
        SelfSigned.create(List.of("localhost", "::1", "192.0.2.7", "*.a.example"), Instant.now());
    write("own.pem", SelfSigned.pem("CERTIFICATE", own.chain().getFirst().getEncoded()));
    write("own.key", SelfSigned.pem("PRIVATE KEY", own.key().getEncoded()));
    Certificates files = new Certificates(folder);

    files.openssl("verify -x509_strict -purpose sslserver -CAfile own.pem own.pem");
    files.openssl("pkey -in own.key -check -noout");
    assertThat(files.openssl("x509 -in own.pem -noout -ext subjectAltName"))
        .contains(
            "DNS:localhost, IP Address:0:0:0:0:0:0:0:1, IP Address:192.0.2.7, DNS:*.a.example");
    assertThat(files.openssl("x509 -in own.pem -noout -fingerprint -sha256").strip())
        .endsWith("=" + OwnCertificate.sha256(own.chain().getFirst()));
    assertThat(OwnCertificate.parse(text("own.pem"), text("own.key"))).isEqualTo(own);
  }
}

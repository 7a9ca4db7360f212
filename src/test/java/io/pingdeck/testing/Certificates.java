package io.pingdeck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority and certificates that it issued, created with openssl.
public record Certificates(Path folder) {
  /// Skips the calling test without openssl.
  ///
  /// @param folder destination folder
  public static Certificates make(Path folder) throws Exception {
    Tool.need(Tool.OPENSSL);
    Certificates made = new Certificates(folder);
    made.openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=lab-ca");
    made.issue("good", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-days 10");
    made.issue("other", "subjectAltName=DNS:other.example", "-days 10");
    made.issue(
        "expired",
        "subjectAltName=IP:127.0.0.1",
        "-not_before 20250101000000Z -not_after 20250201000000Z");
    return made;
  }

  private void issue(String name, String names, String validity) throws Exception {
    openssl("req -newkey rsa:2048 -nodes -keyout " + name + ".key -out r.pem -subj /CN=" + name);
    Files.writeString(folder.resolve("names"), names);
    if (validity.startsWith("-days")) {
      openssl(
          "x509 -req -in r.pem -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names"
              + " -out "
              + name
              + ".pem "
              + validity);
    } else {
      // `openssl x509` accepts a date in the past only since version 3.4.
      Files.createDirectories(folder.resolve("ca"));
      Files.writeString(folder.resolve("ca/index"), "");
      Files.writeString(folder.resolve("ca/serial"), "77");
      Files.writeString(
          folder.resolve("ca.conf"),
          "[ca]\ndefault_ca=lab\n[lab]\ndatabase=ca/index\nserial=ca/serial\nnew_certs_dir=ca\n"
              + "default_md=sha256\npolicy=any\nx509_extensions=v3\n[any]\ncommonName=supplied\n"
              + "[v3]\n"
              + names
              + "\n");
      openssl(
          "ca -batch -config ca.conf -in r.pem -cert ca.pem -keyfile ca.key -notext"
              + " -startdate 20250101000000Z -enddate 20250201000000Z -out "
              + name
              + ".pem");
    }
  }

  /// The authority's own certificate.
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /// Certificate and key, in the form that Python's server accepts.
  public String[] of(String name) {
    return new String[] {
      folder.resolve(name + ".pem").toString(), folder.resolve(name + ".key").toString()
    };
  }

  /// Runs openssl in the folder.
  ///
  /// @param arguments separated by single spaces
  /// @return what it printed
  public String openssl(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process openssl =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(openssl.getInputStream().readAllBytes());
    assertThat(openssl.waitFor()).as(said).isZero();
    return said;
  }
}

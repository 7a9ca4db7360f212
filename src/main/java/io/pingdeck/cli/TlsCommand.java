package io.pingdeck.cli;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.print.Version;
import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.pem.OwnCertificate;
import io.pingdeck.pem.SelfSigned;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Certificates for HTTPS.
@Command(
    name = "tls",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = TlsCommand.Issue.class,
    synopsisSubcommandLabel = "self-signed",
    description = "Makes a certificate with which the page is served by HTTPS.")
final class TlsCommand {
  /// Writes a certificate that signs itself, and its key.
  @Command(
      name = "self-signed",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Writes a certificate that no authority issued (page.pem) and its key (page.key), for a"
            + " year.",
        "",
        "Browsers warn of it until you trust it. Compare the fingerprint with the one they show."
      },
      footer = {
        "",
        "Prints the lines for the configuration.",
        "",
        "Examples:",
        "  pingdeck tls self-signed",
        "  pingdeck tls self-signed --host pings.example.org --host 192.0.2.7 --out-dir"
            + " /etc/pingdeck"
      })
  static final class Issue implements Callable<Integer> {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]+");

    @Spec private CommandSpec spec;

    @Option(
        names = "--host",
        paramLabel = "NAME",
        description =
            "A host name or address under which browsers open the page, beside localhost. May be"
                + " repeated.")
    private final List<String> hosts = new ArrayList<>();

    @Option(
        names = "--out-dir",
        paramLabel = "DIR",
        description = "The folder for both files; this one if missing. It is created.")
    private Path folder = Path.of("");

    @Option(names = "--force", description = "Replaces the files if they exist.")
    private boolean force;

    @Override
    public Integer call() throws IOException, CertificateEncodingException {
      Path certificate = folder.toAbsolutePath().normalize().resolve("page.pem");
      Path key = certificate.resolveSibling("page.key");
      Set<String> names = names();
      refuseExisting(certificate, key);
      OwnCertificate made = SelfSigned.create(names, Instant.now());
      X509Certificate own = made.chain().getFirst();
      try {
        PrivateFiles.createFolders(folder.toAbsolutePath());
        write(key, true, SelfSigned.pem("PRIVATE KEY", made.key().getEncoded()));
        write(certificate, false, SelfSigned.pem("CERTIFICATE", own.getEncoded()));
      } catch (FileSystemException e) {
        boolean denied = e instanceof AccessDeniedException;
        throw new IOException(
            "cannot write " + e.getFile() + (denied ? ": permission denied" : why(e)), e);
      }
      spec.commandLine()
          .getOut()
          .println(
              String.join(
                  System.lineSeparator(),
                  "web:",
                  "  tls:",
                  "    certificate: " + yaml(certificate),
                  "    key: " + yaml(key),
                  "",
                  "Valid for " + String.join(", ", names),
                  "Valid until " + own.getNotAfter().toInstant(),
                  "SHA-256 " + OwnCertificate.sha256(own)));
      return 0;
    }

    private static String why(FileSystemException e) {
      return e.getReason() == null ? "" : ": " + e.getReason();
    }

    private Set<String> names() {
      List<Fault> faults =
          hosts.stream()
              .filter(host -> !SelfSigned.isName(host))
              .map(host ->
                  new Fault(
                      "--host",
                      GivenText.show(host)
                          + " is not a host name or address (such as pings.example.org, 192.0.2.7"
                          + " or ::1)"))
              .toList();
      if (!faults.isEmpty()) {
        throw new FaultException(faults);
      }
      Set<String> names = new LinkedHashSet<>(LOOPBACK);
      names.addAll(hosts);
      return names;
    }

    private void refuseExisting(Path... files) {
      List<Fault> faults = new ArrayList<>();
      for (Path file : files) {
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          faults.add(new Fault("tls self-signed", file + " exists; --force replaces it"));
        }
      }
      if (!faults.isEmpty()) {
        throw new FaultException(faults);
      }
    }

    /// Under another name first, so that nobody reads half of it, and a link is replaced itself.
    private static void write(Path file, boolean isPrivate, String text) throws IOException {
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(written);
      if (isPrivate) {
        PrivateFiles.createFile(written);
      }
      Files.writeString(written, text);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String yaml(Path file) {
      String text = file.toString();
      return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
    }
  }
}

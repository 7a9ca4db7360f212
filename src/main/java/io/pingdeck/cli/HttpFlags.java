package io.pingdeck.cli;

import io.pingdeck.ping.api.HttpForm;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The flags of `ping` for http and https targets. Secrets are read from files, because the process
/// list shows the command line.
final class HttpFlags {
  @Option(
      names = "--follow",
      paramLabel = "N",
      description = "http: maximum number of redirects to follow, 0-10. Default: 0.")
  private Integer follow;

  @Option(
      names = "--keyword",
      paramLabel = "TEXT",
      description = "http: text that the body must contain.")
  private String keyword;

  @Option(
      names = "--keyword-absent",
      paramLabel = "TEXT",
      description = "http: text that the body must not contain.")
  private String keywordAbsent;

  @Option(names = "--insecure", description = "https: accept any certificate.")
  private boolean insecure;

  @Option(
      names = "--header-file",
      paramLabel = "FILE",
      description = "http: header fields to send, one per line: Name: value.")
  private String headerFile;

  @Option(
      names = "--user-file",
      paramLabel = "FILE",
      description = "http: user:password for basic authentication, on the first line.")
  private String userFile;

  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      description = "https: the client certificate, in PEM.")
  private String certFile;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "https: the key of the client certificate, in PEM and not encrypted.")
  private String keyFile;

  HttpForm form() {
    return new HttpForm(
        follow == null ? OptionalInt.empty() : OptionalInt.of(follow),
        Optional.ofNullable(keyword),
        Optional.ofNullable(keywordAbsent),
        insecure ? Optional.of(true) : Optional.empty(),
        Optional.ofNullable(headerFile),
        Optional.ofNullable(userFile),
        Optional.ofNullable(certFile),
        Optional.ofNullable(keyFile));
  }
}

package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// Options of an HTTP ping in addition to its request. Secrets are in files; these options contain
/// only their names.
///
/// @param follow maximum number of redirects, 0-10
/// @param keyword text that the body must contain
/// @param keywordAbsent text that the body must not contain
/// @param insecure accept any certificate
/// @param headerFile header fields to send, one per line: `Name: value`
/// @param userFile `user:password` for basic authentication (RFC 7617)
/// @param certFile client certificate, in PEM
/// @param keyFile its private key, in PEM
public record HttpOptions(
    int follow,
    Optional<String> keyword,
    Optional<String> keywordAbsent,
    boolean insecure,
    Optional<String> headerFile,
    Optional<String> userFile,
    Optional<String> certFile,
    Optional<String> keyFile) {
  public static final int MAX_FOLLOW = 10;

  /// A single request without options.
  public static final HttpOptions NONE =
      new HttpOptions(
          0,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public HttpOptions {
    requireNonNull(keyword, "keyword");
    requireNonNull(keywordAbsent, "keywordAbsent");
    requireNonNull(headerFile, "headerFile");
    requireNonNull(userFile, "userFile");
    requireNonNull(certFile, "certFile");
    requireNonNull(keyFile, "keyFile");
    if (follow < 0 || follow > MAX_FOLLOW) {
      throw new IllegalArgumentException("redirects out of range: " + follow);
    }
    if (certFile.isPresent() != keyFile.isPresent()) {
      throw new IllegalArgumentException("a certificate and its key belong together");
    }
  }

  /// Whether any file is named.
  public boolean hasFiles() {
    return headerFile.isPresent() || userFile.isPresent() || certFile.isPresent();
  }
}

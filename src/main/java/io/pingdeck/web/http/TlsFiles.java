package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/// The files of the page's certificate, in PEM. Both may be the same file.
///
/// @param certificate the certificate, followed by those that issued it
/// @param key its private key, unencrypted
public record TlsFiles(Path certificate, Path key) {
  public TlsFiles {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
  }

  /// The same with relative paths below this folder.
  public TlsFiles below(Path folder) {
    return new TlsFiles(folder.resolve(certificate), folder.resolve(key));
  }
}

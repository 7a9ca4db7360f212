package io.pingdeck.web.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.web.http.OidcConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The secret with which this Pingdeck logs in at the provider. Blocks.
final class ClientSecret {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSecret.class);
  private static final int MOST_BYTES = 4096;

  private ClientSecret() {}

  /// @return empty if none is configured
  static Optional<String> read(OidcConfig config) throws IOException {
    if (config.secretFile().isEmpty()) {
      return config.secret();
    }
    Path file = config.secretFile().get();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      String text = new String(bytes, UTF_8).strip();
      if (bytes.length > MOST_BYTES || text.isEmpty() || text.indexOf('\n') >= 0) {
        throw new IOException("is not one line of at most " + MOST_BYTES + " bytes");
      }
      PrivateFiles.exposure(file).ifPresent(open -> LOG.warn("{}", open));
      return Optional.of(text);
    } catch (IOException e) {
      throw new IOException(
          "web.oidc.clientSecretFile: " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}

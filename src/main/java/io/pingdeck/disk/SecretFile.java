package io.pingdeck.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the secrets that the configuration names by file.
public final class SecretFile {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
  private static final int MOST_BYTES = 4096;

  private SecretFile() {}

  /// Reads the secret, and warns if others than the owner of the folder may read the file. Blocks.
  ///
  /// @return the first line, without its end
  /// @throws IOException with a sentence that names the file, if it cannot be read or its first
  ///   line is empty or longer than 4096 bytes
  public static String read(Path file) throws IOException {
    String line = line(file);
    PrivateFiles.exposure(file).ifPresent(open -> LOG.warn("{}", open));
    return line;
  }

  private static String line(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new IOException(PrivateFiles.whyUnread(file, e), e);
    }
    String text = new String(bytes, UTF_8);
    String line = text.lines().findFirst().orElse("");
    if (line.length() == text.length() && bytes.length > MOST_BYTES) {
      throw new IOException(file + ": its first line is longer than " + MOST_BYTES + " bytes");
    }
    if (line.isBlank()) {
      throw new IOException(file + " is empty, or its first line is");
    }
    return line;
  }
}

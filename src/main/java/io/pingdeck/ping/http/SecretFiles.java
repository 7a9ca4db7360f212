package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.pingdeck.base.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Access to the secret files that pings may name. Users who start pings over the network must not
/// read other files this way, so for them only files below one folder are allowed, after resolving
/// links.
public final class SecretFiles {
  static final int MAX_BYTES = 64 << 10;

  private final boolean anywhere;
  private final Optional<Path> folder;

  private SecretFiles(boolean anywhere, Optional<Path> folder) {
    this.anywhere = anywhere;
    this.folder = requireNonNull(folder, "folder");
  }

  /// For command-line users, who can read their files anyway.
  public static SecretFiles anywhere() {
    return new SecretFiles(true, Optional.empty());
  }

  /// Allows files below a folder, or none without one.
  public static SecretFiles below(Optional<Path> folder) {
    return new SecretFiles(false, folder);
  }

  /// @param field field to which a fault is attributed
  /// @throws FaultException if the file is not allowed or unreadable
  public String read(String field, String name) {
    try {
      Path file = anywhere ? Path.of(name) : allowed(field, name);
      if (!Files.isRegularFile(file)) {
        throw new FaultException(field, "there is no such file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new FaultException(field, "the file has more than " + MAX_BYTES + " bytes");
      }
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new FaultException(field, "there is no such file");
    } catch (IOException e) {
      throw new FaultException(field, "the file cannot be read");
    }
  }

  private Path allowed(String field, String name) throws IOException {
    if (folder.isEmpty()) {
      throw new FaultException(field, "files are not allowed: ping.secretsDir is not set");
    }
    Path below = folder.get().toRealPath();
    Path file = below.resolve(name).normalize();
    if (Path.of(name).isAbsolute() || !file.startsWith(below)) {
      throw new FaultException(field, "only files below ping.secretsDir are allowed");
    }
    Path real = file.toRealPath();
    if (!real.startsWith(below)) {
      throw new FaultException(field, "only files below ping.secretsDir are allowed");
    }
    return real;
  }
}

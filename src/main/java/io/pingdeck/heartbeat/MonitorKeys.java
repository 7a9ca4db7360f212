package io.pingdeck.heartbeat;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.heartbeat.api.HeartbeatConfig.NamedApplication;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.packet.text.BeatKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the keys of applications from their files.
public final class MonitorKeys {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorKeys.class);
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private MonitorKeys() {}

  /// @throws FaultException if a key file cannot be read or is too short
  static List<KnownApplication> read(List<NamedApplication> named, Path home) {
    return named.stream()
        .map(application ->
            new KnownApplication(
                application.name(),
                application.rules(),
                application.keyFile().map(file -> read(home.resolve(file)))))
        .toList();
  }

  /// Faults in the key files of applications, by their configuration keys.
  public static List<Fault> faults(List<NamedApplication> named, Path home) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      String entry = "heartbeat.applications." + i + ".";
      try {
        named.get(i).keyFile().ifPresent(file -> read(home.resolve(file)));
      } catch (FaultException e) {
        e.faults().forEach(fault -> faults.add(new Fault(entry + fault.field(), fault.message())));
      }
    }
    return faults;
  }

  /// Reads a key: the bytes of the file without trailing line breaks.
  ///
  /// @throws FaultException if the file cannot be read or is too short
  public static BeatKey read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      warnIfOpen(file);
      int length = bytes.length;
      while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
      }
      return new BeatKey(Arrays.copyOf(bytes, length));
    } catch (IOException e) {
      throw new FaultException("keyFile", "cannot read " + file + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new FaultException("keyFile", file + ": " + e.getMessage());
    }
  }

  private static void warnIfOpen(Path file) throws IOException {
    Optional<PosixFilePermission> open =
        Files.getFileStore(file).supportsFileAttributeView("posix")
            ? Files.getPosixFilePermissions(file).stream().filter(OTHERS::contains).findAny()
            : Optional.empty();
    if (open.isPresent()) {
      LOG.warn("the key in {} is readable by others; chmod 600 {}", file, file);
    }
  }
}

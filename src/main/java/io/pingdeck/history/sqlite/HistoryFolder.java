package io.pingdeck.history.sqlite;

import static java.util.Objects.requireNonNull;

import io.pingdeck.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of the history, for this process alone and readable by its owner only. If the folder
/// is not available, as on a full or read-only disk, [#take()] can be retried. Thread-safe.
public final class HistoryFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFolder.class);

  /// Other files that the program stores in the same place.
  private static final Pattern OURS = Pattern.compile("(heartbeats|webhook)\\..*");

  private final Path path;
  private Optional<DirectoryLock> lock = Optional.empty();

  public HistoryFolder(Path path) {
    this.path = requireNonNull(path, "path");
  }

  public Path path() {
    return path;
  }

  /// Creates the folder if missing, and locks it unless this process already has the lock.
  ///
  /// @throws DirectoryLock.InUseException if another process uses it
  /// @throws IOException if it cannot be written; the message is a sentence
  public synchronized void take() throws IOException {
    if (lock.isEmpty()) {
      lock = Optional.of(DirectoryLock.takeNew(path));
      tighten();
    }
  }

  /// @throws DirectoryLock.InUseException if another process uses the folder
  public synchronized void checkNotInUse() throws IOException {
    if (lock.isEmpty()) {
      DirectoryLock.checkFree(path);
    }
  }

  /// An earlier version may have created files that everyone can read.
  private void tighten() throws IOException {
    long changed = PrivateFiles.tighten(path) ? 1 : 0;
    Path above = path.toAbsolutePath().getParent();
    if (isOurs(above)) {
      changed += PrivateFiles.tighten(above) ? 1 : 0;
      changed += tightenFiles(above, file -> OURS.matcher(file.getFileName().toString()).matches());
    }
    changed += tightenFiles(path, file -> true);
    if (changed > 0) {
      LOG.info("{}: was readable by others; now only by its owner", path);
    }
  }

  /// Whether the folder contains only this program's data.
  private static boolean isOurs(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.allMatch(file ->
          OURS.matcher(file.getFileName().toString()).matches()
              || file.getFileName().toString().equals("history"));
    }
  }

  private static long tightenFiles(Path folder, Predicate<Path> wanted) throws IOException {
    long changed = 0;
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> files = found.filter(Files::isRegularFile).filter(wanted).toList();
      for (Path file : files) {
        changed += PrivateFiles.tighten(file) ? 1 : 0;
      }
    }
    return changed;
  }

  @Override
  public synchronized void close() {
    lock.ifPresent(Sqlite::closeQuietly);
    lock = Optional.empty();
  }
}

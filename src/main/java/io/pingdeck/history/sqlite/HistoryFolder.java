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

/// The folder of the history, for this process alone and for its owner's eyes alone. A folder that
/// cannot be had just now, on a full or read-only disk, may be asked for again. Thread-safe.
public final class HistoryFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFolder.class);

  /// What the program keeps beside the history.
  private static final Pattern OURS = Pattern.compile("(heartbeats|webhook)\\..*");

  private final Path path;
  private Optional<DirectoryLock> lock = Optional.empty();

  public HistoryFolder(Path path) {
    this.path = requireNonNull(path, "path");
  }

  public Path path() {
    return path;
  }

  /// Makes the folder if it is not there, and takes its lock if this process does not have it.
  ///
  /// @throws DirectoryLock.InUseException if another process has it
  /// @throws IOException with a sentence, if it cannot be written
  public synchronized void take() throws IOException {
    if (lock.isEmpty()) {
      lock = Optional.of(DirectoryLock.takeNew(path));
      tighten();
    }
  }

  /// @throws DirectoryLock.InUseException if another process has the folder
  public synchronized void checkNotInUse() throws IOException {
    if (lock.isEmpty()) {
      DirectoryLock.checkFree(path);
    }
  }

  /// What an earlier version made may be readable for everybody.
  private void tighten() throws IOException {
    long changed = PrivateFiles.tighten(path) ? 1 : 0;
    Path above = path.toAbsolutePath().getParent();
    if (isOurs(above)) {
      changed += PrivateFiles.tighten(above) ? 1 : 0;
      changed += tightenFiles(above, file -> OURS.matcher(file.getFileName().toString()).matches());
    }
    changed += tightenFiles(path, file -> true);
    if (changed > 0) {
      LOG.info("{}: others could read it; now only its owner can", path);
    }
  }

  /// The folder of all that the program keeps, not one that it shares with others.
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

package io.pingdeck.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.disk.RecordLines;
import io.pingdeck.disk.TwinFile;
import io.pingdeck.heartbeat.api.StateDamage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A record on disk that is replaced as a whole. It is stored twice, as checksummed lines, see
/// [TwinFile]. Damaged lines are skipped and logged. A lock file excludes a second process.
///
/// Earlier versions wrote one JSON file, which is read if this file does not exist.
final class StateFile<T extends Record> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

  private final Path directory;
  private final String name;
  private final RecordLines<T> lines;
  private final TwinFile file;
  private final Path older;
  private Optional<FileChannel> lock = Optional.empty();
  private StateDamage damage = StateDamage.NONE;

  /// @param name file name without extension
  /// @param missing defaults for lost values that are not lists
  StateFile(Path directory, String name, Class<T> type, Supplier<ObjectNode> missing) {
    this.directory = directory;
    this.name = name;
    lines = new RecordLines<>(type, missing);
    file = new TwinFile(directory.resolve(name + ".state"));
    older = directory.resolve(name + ".json");
  }

  /// @return empty if nothing is readable
  /// @throws IOException if the directory cannot be read, or another process uses it
  /// @throws NewerFormatException if a newer version of the program wrote it
  Optional<T> load() throws IOException {
    if (Files.isDirectory(directory)) {
      try {
        take();
      } catch (InUseException e) {
        throw e;
      } catch (IOException e) {
        // On a read-only disk no other process writes either.
      }
    }
    List<byte[]> read = new ArrayList<>();
    TwinFile.Reading reading = file.read(read::add);
    if (read.isEmpty() && !reading.isNothingLeft()) {
      return loadOlder();
    }
    lines
        .newerVersion(read)
        .ifPresent(version -> {
          Path path = directory.resolve(name + ".state");
          throw NewerFormatException.of(path, version, lines.version());
        });
    RecordLines.Salvage<T> found = lines.read(read);
    long lost = reading.lost() + found.lost();
    long places = Math.max(1, Math.max(lost, reading.damaged()));
    String both = name + ".state and its copy are damaged: ";
    if (reading.isNothingLeft() || found.record().isEmpty()) {
      damaged(places, both + "nothing in them can be read");
    } else if (lost > 0) {
      String count = (reading.isCut() ? "at least " : "") + lost;
      damaged(places, both + count + (lost == 1 ? " entry is lost" : " entries are lost"));
    } else if (reading.isCut()) {
      damaged(places, both + "their end is missing");
    } else if (reading.damaged() > 0) {
      damaged(places, name + ".state or its copy was damaged; nothing is lost: the other had it");
    }
    return found.record();
  }

  private Optional<T> loadOlder() throws IOException {
    if (!Files.isRegularFile(older)) {
      return Optional.empty();
    }
    RecordLines.Salvage<T> found = lines.readJson(new String(Files.readAllBytes(older), UTF_8));
    if (found.lost() > 0) {
      Path aside = sibling(older, ".unreadable");
      damaged(
          found.lost(),
          older + " is damaged; what can be read of it is, and it is kept as " + aside);
      try {
        Files.copy(older, aside, REPLACE_EXISTING);
      } catch (IOException e) {
        LOG.warn("it is not: {}", e.getMessage());
      }
    }
    return found.record();
  }

  private void damaged(long places, String warning) {
    LOG.warn("{}", warning);
    damage = new StateDamage(places, List.of(warning));
  }

  /// The damage found while loading.
  StateDamage damage() {
    return damage;
  }

  /// Returns once the state is on disk.
  ///
  /// @throws IOException if the write fails, or another process uses the directory
  void save(T state) throws IOException {
    try {
      PrivateFiles.createFolders(directory);
      take();
    } catch (FileSystemException e) {
      throw new IOException(PrivateFiles.whyUnwritten(directory, e), e);
    }
    file.write(lines.of(state));
    file.close();
    if (Files.exists(older)) {
      Files.move(older, sibling(older, ".old"), REPLACE_EXISTING);
    }
  }

  /// Another process uses the directory.
  private static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(Path directory) {
      super("another Pingdeck uses " + directory);
    }
  }

  private void take() throws IOException {
    if (lock.isPresent()) {
      return;
    }
    FileChannel channel =
        PrivateFiles.open(directory.resolve(name + ".lock"), Set.of(CREATE, WRITE));
    try {
      if (!isLocked(channel)) {
        throw new InUseException(directory);
      }
      lock = Optional.of(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // locked within this process
    }
  }

  private static Path sibling(Path of, String ending) {
    return of.resolveSibling(of.getFileName() + ending);
  }

  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }
}

package io.pingdeck.heartbeat;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One JSON file that is replaced as a whole: written beside it, forced to disk, renamed. A process
/// that is killed at any moment leaves the file of before or of after. A lock keeps a second
/// process from the same file.
final class StateFile<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build();

  private final Path file;
  private final Class<T> type;
  private final FileChannel lockFile;

  /// Creates the directory if need be.
  ///
  /// @param name the file's, without its ending
  /// @throws IOException if it cannot be written, or another process uses it
  StateFile(Path directory, String name, Class<T> type) throws IOException {
    this.type = type;
    Files.createDirectories(directory);
    file = directory.resolve(name + ".json");
    lockFile = FileChannel.open(directory.resolve(name + ".lock"), CREATE, WRITE);
    try {
      if (!isLocked()) {
        throw new IOException("another Pingdeck uses " + directory);
      }
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private boolean isLocked() throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // in this very process
    }
  }

  /// @return empty if there is none. One that cannot be read is kept under another name
  Optional<T> load() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
    } catch (JsonProcessingException e) {
      Path aside = sibling(".unreadable");
      Files.move(file, aside, REPLACE_EXISTING);
      LOG.warn("{} cannot be read ({}); it is kept as {}", file, e.getOriginalMessage(), aside);
      return Optional.empty();
    }
  }

  void save(T state) throws IOException {
    Path written = sibling(".new");
    try (FileChannel channel = FileChannel.open(written, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(state));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.getParent())) {
      directory.force(true); // the new name itself must outlive a power cut
    }
  }

  private Path sibling(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}

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

/// The monitor's knowledge in one file that is replaced as a whole: written beside it, forced to
/// disk, renamed. A process that is killed at any moment leaves the file of before or of after. A
/// lock keeps a second process from the same file.
final class StateFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build();

  private final Path file;
  private final FileChannel lockFile;

  /// Creates the directory if need be.
  ///
  /// @throws IOException if it cannot be written, or another process uses it
  StateFile(Path directory) throws IOException {
    Files.createDirectories(directory);
    file = directory.resolve("heartbeats.json");
    lockFile = FileChannel.open(directory.resolve("heartbeats.lock"), CREATE, WRITE);
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
  Optional<SavedMonitor> load() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      SavedMonitor saved = JSON.readValue(Files.readAllBytes(file), SavedMonitor.class);
      if (saved.version() == SavedMonitor.VERSION) {
        return Optional.of(saved);
      }
      setAside("is of version " + saved.version());
    } catch (JsonProcessingException e) {
      setAside("cannot be read (" + e.getOriginalMessage() + ")");
    }
    return Optional.empty();
  }

  private void setAside(String why) throws IOException {
    Path aside = file.resolveSibling("heartbeats.json.unreadable");
    Files.move(file, aside, REPLACE_EXISTING);
    LOG.warn("{} {}; it is kept as {}, heartbeats begin anew", file, why, aside.getFileName());
  }

  void save(SavedMonitor monitor) throws IOException {
    Path written = file.resolveSibling("heartbeats.json.new");
    try (FileChannel channel = FileChannel.open(written, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(monitor));
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

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}

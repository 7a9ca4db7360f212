package io.pingdeck.history.sqlite;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.pingdeck.disk.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Locks a directory for one process, because two writers would mix up the history. The operating
/// system releases the lock when the process ends, in whatever way. The lock file remains and
/// contains the id of its last owner.
public final class DirectoryLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);
  private static final String NAME = "lock";
  private static final int LONGEST_ID = 20;

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Another process uses the directory.
  public static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(String message) {
      super(message);
    }
  }

  /// Creates the directory if missing, and locks it.
  ///
  /// @throws InUseException if another process uses it
  /// @throws IOException if the directory cannot be written; the message is a sentence
  public static DirectoryLock takeNew(Path directory) throws IOException {
    try {
      PrivateFiles.createFolders(directory);
      return take(directory);
    } catch (FileSystemException e) {
      throw new IOException(PrivateFiles.whyUnwritten(directory, e), e);
    }
  }

  private static DirectoryLock take(Path directory) throws IOException {
    FileChannel channel = PrivateFiles.open(directory.resolve(NAME), Set.of(CREATE, READ, WRITE));
    try {
      if (lock(channel) == null) {
        throw inUse(directory, channel);
      }
      writeOwner(channel);
      return new DirectoryLock(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Checks whether another process uses a directory that this one may not be able to write.
  ///
  /// @throws InUseException if so
  static void checkFree(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.isReadable(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      if (lock == null) {
        throw inUse(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      throw new InUseException(directory + " is in use by this very process");
    }
  }

  private static InUseException inUse(Path directory, FileChannel channel) throws IOException {
    return new InUseException(
        directory
            + " is in use by another Pingdeck (process "
            + owner(channel)
            + "): give this one its own, --set data.dir=…");
  }

  /// Optional: on a full disk the lock still works, but its owner cannot be reported.
  private static void writeOwner(FileChannel channel) {
    byte[] id = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    try {
      channel.write(ByteBuffer.wrap(id), 0);
      channel.truncate(id.length);
    } catch (IOException e) {
      LOG.debug("{}", e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this process
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer id = ByteBuffer.allocate(LONGEST_ID);
    channel.read(id, 0);
    return new String(id.array(), 0, id.position(), StandardCharsets.US_ASCII);
  }
}

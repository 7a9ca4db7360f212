package io.pingdeck.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A folder that this process holds for a moment, so that several processes can change its files
/// one after the other. The operating system releases the lock when the process ends, in whatever
/// way. The lock file remains.
public final class LockedFolder implements AutoCloseable {
  private static final String NAME = "lock";
  private static final long POLL_NANOS = 5_000_000;

  /// A file lock belongs to the process, not to the thread.
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private LockedFolder(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /// Creates the folder if it is missing, and locks it. Close the result on the same thread.
  ///
  /// @param patience how long to wait for others
  /// @throws IOException if the folder cannot be written, or others hold it for longer
  public static LockedFolder lock(Path folder, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    ReentrantLock threads =
        THREADS.computeIfAbsent(folder.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    try {
      if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw held(folder, patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      return new LockedFolder(threads, lockFile(folder, end, patience));
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private static FileChannel lockFile(Path folder, long end, Duration patience) throws IOException {
    if (!Files.isDirectory(folder)) {
      PrivateFiles.createFolders(folder);
      FolderOwner.pass(folder);
    }
    FileChannel channel =
        PrivateFiles.openShared(folder.resolve(NAME), Set.of(CREATE, WRITE, NOFOLLOW_LINKS));
    try {
      FileLock lock = channel.tryLock();
      while (lock == null) {
        if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
          throw held(folder, patience);
        }
        LockSupport.parkNanos(POLL_NANOS);
        lock = channel.tryLock();
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileSystemException held(Path folder, Duration patience) {
    return new FileSystemException(
        folder.toString(),
        null,
        "another Pingdeck has held its lock for " + patience.toSeconds() + " s");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}

package io.pingdeck.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Replaces a file as a whole. If the process is killed at any moment, or the disk is full, the
/// file is the old or the new one.
public final class WholeFile {
  private WholeFile() {}

  /// Writes a private file beside it (`.new`), forces it to the disk and renames it. The owner of
  /// the folder owns the result. Callers hold the [LockedFolder].
  public static void replace(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh); // of a process that was killed
    try {
      try (FileChannel channel =
          PrivateFiles.open(fresh, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS))) {
        FolderOwner.pass(fresh);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true); // the rename must survive a power failure
    }
  }
}

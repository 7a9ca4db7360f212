package io.pingdeck.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Makes files and folders that only their owner may read, whatever the umask: 600 and 700. Where
/// the file system knows no such permissions they are made as usual.
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /// Makes a folder and those above it that are missing.
  public static void createFolders(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /// Makes an empty file if there is none.
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file, FILE));
    } catch (FileAlreadyExistsException e) {
      // There is one.
    }
  }

  /// Opens a file; one that is made by it is private.
  ///
  /// @throws IOException also for what is no file, such as a folder or a pipe
  public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    checkRegular(file);
    return FileChannel.open(file, options, attributes(file, FILE));
  }

  /// @throws IOException if there is something that is no file: to open a pipe would wait for ever
  static void checkRegular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "it is no regular file");
    }
  }

  /// Takes from everybody but the owner what they may do with a file or folder.
  ///
  /// @return whether they could do anything; false also for what belongs to somebody else
  public static boolean tighten(Path path) throws IOException {
    if (!isPosix(path)) {
      return false;
    }
    PosixFileAttributes now =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> wanted = now.isDirectory() ? FOLDER : FILE;
    if (now.isSymbolicLink() || wanted.containsAll(now.permissions())) {
      return false;
    }
    Files.setPosixFilePermissions(path, wanted);
    return true;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}

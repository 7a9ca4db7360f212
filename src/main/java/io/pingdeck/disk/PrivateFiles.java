package io.pingdeck.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Creates files and folders that only their owner can access (600 and 700), whatever the umask. On
/// file systems without POSIX permissions, creates them as usual.
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /// Creates a folder and its missing parents.
  public static void createFolders(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /// Creates an empty file if it does not exist.
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file, FILE));
    } catch (FileAlreadyExistsException e) {
      // It exists already.
    }
  }

  /// Why a file or folder could not be written, as a sentence. The JDK's message of many failures
  /// is the path alone.
  ///
  /// @param path what was to be written
  public static String whyUnwritten(Path path, IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException _ -> " cannot be written: no permission";
          case FileAlreadyExistsException _ -> " is not a directory";
          case FileSystemException said when said.getReason() != null ->
              " cannot be written: " + said.getReason();
          case FileSystemException _ -> " cannot be written: the disk rejected it";
          default -> " cannot be written: " + e.getMessage();
        };
    return path + why + " (data.dir names another folder)";
  }

  /// Why a file could not be read, as a sentence.
  public static String whyUnread(Path path, IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException _ -> "no permission" + owned(path);
          case NoSuchFileException _ -> "it does not exist";
          case FileSystemException said when said.getReason() != null -> said.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return path + " cannot be read: " + why;
  }

  /// The sentence for a folder that this user may not change: whose it is, and how to act as that
  /// user.
  public static String whyDenied(Path folder) {
    return folder + " cannot be written: no permission" + owned(folder);
  }

  private static String owned(Path path) {
    for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
      try {
        String owner = Files.getOwner(at).getName();
        return ". " + at + " belongs to " + owner + ": run this as that user, sudo -u " + owner;
      } catch (IOException | UnsupportedOperationException e) {
        // Not visible to this user: the folder above may be.
      }
    }
    return "";
  }

  /// What is wrong with a file that should be private.
  ///
  /// @param text a sentence
  /// @param mend a command
  public record Exposure(String text, String mend) {
    @Override
    public String toString() {
      return text + ": " + mend;
    }
  }

  /// Whether others than the owner of its folder may read or write a file.
  ///
  /// @return empty if not, or if the file is missing
  public static Optional<Exposure> exposure(Path file) {
    try {
      if (!isPosix(file) || !Files.exists(file)) {
        return Optional.empty();
      }
      PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
      if (!FILE.containsAll(now.permissions())) {
        String mode = PosixFilePermissions.toString(now.permissions());
        return Optional.of(
            new Exposure(file + " is open to others (" + mode + ")", "chmod 600 " + file));
      }
      String wanted = Files.getOwner(file.toAbsolutePath().getParent()).getName();
      String owner = now.owner().getName();
      return owner.equals(wanted)
          ? Optional.empty()
          : Optional.of(
              new Exposure(
                  file + " belongs to " + owner + ", its folder to " + wanted,
                  "chown %1$s %2$s && chmod 600 %2$s".formatted(wanted, file)));
    } catch (IOException e) {
      return Optional.empty(); // reading it will tell
    }
  }

  /// Opens a file. If that creates it, the file is private.
  ///
  /// @throws IOException also if this is not a regular file, such as a folder or a pipe
  public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    checkRegular(file);
    return FileChannel.open(file, options, attributes(file, FILE));
  }

  /// As [#open]. If that creates the file, the owner of the folder owns it.
  public static FileChannel openShared(Path file, Set<? extends OpenOption> options)
      throws IOException {
    boolean isNew = Files.notExists(file);
    FileChannel channel = open(file, options);
    if (isNew) {
      FolderOwner.pass(file);
    }
    return channel;
  }

  /// @throws IOException if the path exists and is not a regular file: opening a pipe would block
  ///   forever
  static void checkRegular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "it is no regular file");
    }
  }

  /// Revokes the permissions that others have on a file or folder.
  ///
  /// @return whether there were any; false also if another user owns the file
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

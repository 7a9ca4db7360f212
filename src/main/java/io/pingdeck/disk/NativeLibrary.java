package io.pingdeck.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/// The native library of SQLite. It is packed in a JAR and must be extracted to a folder that
/// allows execution.
public final class NativeLibrary {
  private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /// Architectures whose library is found without asking `uname`.
  private static final Set<String> WELL_KNOWN = Set.of("amd64", "x86_64", "aarch64");

  private static boolean isLoaded;

  private NativeLibrary() {}

  /// Loads the library, if that has not been done yet. Extracts it to the folder `native` of the
  /// history, or to the system's temporary folder if the former is mounted noexec.
  ///
  /// @param folder folder of the history, used by this process only; files that a killed process
  ///   left in `native` are deleted
  /// @throws IOException if neither folder allows execution; the message is a sentence
  public static synchronized void load(Path folder) throws IOException {
    if (isLoaded) {
      return;
    }
    Path own = folder.resolve("native");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (System.getProperty(FOLDER_PROPERTY) == null) {
      clear(own);
      List<String> mounts = Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
      if (mayRunFrom(own, mounts)) {
        PrivateFiles.createFolders(own);
        System.setProperty(FOLDER_PROPERTY, own.toString());
      } else if (!Files.isWritable(temporary) || !mayRunFrom(temporary, mounts)) {
        throw new IOException(
            "SQLite cannot be loaded: code may not run from "
                + folder
                + " (mounted noexec), and "
                + temporary
                + (Files.isWritable(temporary) ? " is mounted noexec too" : " cannot be written")
                + "; change that, or name another folder: PINGDECK_JAVA_OPTS=-D"
                + FOLDER_PROPERTY
                + "=DIR");
      }
    }
    try {
      if (WELL_KNOWN.contains(System.getProperty("os.arch"))) {
        Platform.askNoProgram();
      }
      SQLiteJDBCLoader.initialize();
      isLoaded = true;
    } catch (Exception | LinkageError e) {
      System.clearProperty(FOLDER_PROPERTY);
      throw new IOException("SQLite cannot be loaded: " + e.getMessage(), e);
    }
  }

  /// SQLite's driver starts `uname`, to recognise Android. Without a runner it takes the system for
  /// what Java says it is.
  private static final class Platform extends OSInfo {
    static void askNoProgram() {
      processRunner = null;
    }
  }

  private static void clear(Path own) throws IOException {
    if (!Files.isDirectory(own)) {
      return;
    }
    try (Stream<Path> left = Files.list(own)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Whether the file system of a folder allows execution.
  ///
  /// @param mounts lines of `/proc/self/mounts`: device, mount point, type, options
  static boolean mayRunFrom(Path folder, List<String> mounts) {
    Path wanted = folder.toAbsolutePath().normalize();
    int longest = -1;
    boolean may = true;
    for (String mount : mounts) {
      String[] words = mount.split(" ");
      Path at = Path.of(words[1].replace("\\040", " "));
      if (words.length > 3 && wanted.startsWith(at) && at.getNameCount() >= longest) {
        longest = at.getNameCount(); // the last mount on a mount point wins
        may = !List.of(words[3].split(",")).contains("noexec");
      }
    }
    return may;
  }
}

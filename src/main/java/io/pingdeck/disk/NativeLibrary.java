package io.pingdeck.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/// The part of SQLite that is machine code. It comes packed in a JAR and has to be unpacked to a
/// folder from which the system lets code run.
public final class NativeLibrary {
  private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static boolean isLoaded;

  private NativeLibrary() {}

  /// Loads it, if it is not loaded yet: from the folder `native` of the history or, where nothing
  /// may run from there, from the system's folder for temporary files.
  ///
  /// @param folder of the history; nobody else uses it. What a killed process left in `native` is
  ///   deleted
  /// @throws IOException with a sentence, if it may run from neither
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
      } else if (!mayRunFrom(temporary, mounts)) {
        throw new IOException(
            "SQLite cannot be loaded: neither from "
                + folder
                + " nor from "
                + temporary
                + " may code run (both are mounted noexec); mount one of them without noexec, or"
                + " name another folder: PINGDECK_JAVA_OPTS=-D"
                + FOLDER_PROPERTY
                + "=DIR");
      }
    }
    try {
      SQLiteJDBCLoader.initialize();
      isLoaded = true;
    } catch (Exception | LinkageError e) {
      System.clearProperty(FOLDER_PROPERTY);
      throw new IOException("SQLite cannot be loaded: " + e.getMessage(), e);
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

  /// Whether the file system that holds a folder lets code run.
  ///
  /// @param mounts as in `/proc/self/mounts`: what, where, type, options
  static boolean mayRunFrom(Path folder, List<String> mounts) {
    Path wanted = folder.toAbsolutePath().normalize();
    int longest = -1;
    boolean may = true;
    for (String mount : mounts) {
      String[] words = mount.split(" ");
      Path at = Path.of(words[1].replace("\\040", " "));
      if (words.length > 3 && wanted.startsWith(at) && at.getNameCount() >= longest) {
        longest = at.getNameCount(); // of several at one place the last is seen
        may = !List.of(words[3].split(",")).contains("noexec");
      }
    }
    return may;
  }
}

package io.pingdeck.store;

import io.pingdeck.store.DayFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directory of the history and the files in it. A day file has up to two companions while it
/// is being written, `-wal` and `-shm`; they belong to it.
final class DataDirectory {
  private final Path directory;

  DataDirectory(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  Path path(DayFile file) {
    return directory.resolve(file.name());
  }

  /// Every day file of a kind, oldest first.
  List<DayFile> files(Kind kind) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .flatMap(path -> DayFile.of(path).stream())
          .filter(file -> file.kind() == kind)
          .sorted()
          .toList();
    }
  }

  /// The segments of each day, oldest first.
  NavigableMap<LocalDate, List<DayFile>> days(Kind kind) throws IOException {
    return files(kind).stream()
        .collect(Collectors.groupingBy(DayFile::day, TreeMap::new, Collectors.toList()));
  }

  /// The segments of one day, oldest first.
  List<DayFile> files(Kind kind, LocalDate day) throws IOException {
    return files(kind).stream().filter(file -> file.day().equals(day)).toList();
  }

  boolean isGone(DayFile file) {
    return Files.notExists(path(file));
  }

  /// A segment that does not exist yet.
  DayFile nextSegment(Kind kind, LocalDate day) throws IOException {
    List<DayFile> files = files(kind, day);
    return new DayFile(kind, day, files.isEmpty() ? 0 : files.getLast().segment() + 1);
  }

  void delete(DayFile file) throws IOException {
    // The companions first: a database without its log is whole up to the last checkpoint, a log
    // without its database is nothing.
    Files.deleteIfExists(directory.resolve(file.name() + "-wal"));
    Files.deleteIfExists(directory.resolve(file.name() + "-shm"));
    Files.deleteIfExists(directory.resolve(file.name() + ".page1"));
    Files.deleteIfExists(path(file));
  }

  /// Bytes of a day file with its companions.
  long bytes(DayFile file) throws IOException {
    return size(path(file)) + size(directory.resolve(file.name() + "-wal"));
  }

  /// Bytes of everything in the directory.
  long bytes() throws IOException {
    long sum = 0;
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        sum += size(path);
      }
    }
    return sum;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private static long size(Path path) throws IOException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}

package io.pingdeck.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The file with classes loaded ahead that `bin/pingdeck` gives the JVM.
final class StartCache {
  private static final Path MAPPED = Path.of("/proc/self/maps");

  private StartCache() {}

  /// Deletes a start cache that the JVM refused, because it is damaged or belongs to other JARs or
  /// another Java. The next start then makes a new one. No-op where that cannot be known.
  static void deleteIfRefused() {
    Optional.ofNullable(System.getProperty("pingdeck.startCache"))
        .map(Path::of)
        .ifPresent(cache -> deleteIfRefused(cache, MAPPED));
  }

  /// @param mapped the files mapped into the memory of this process, in the format of
  ///   `/proc/self/maps`
  static void deleteIfRefused(Path cache, Path mapped) {
    try (Stream<String> lines = Files.lines(mapped)) {
      if (lines.noneMatch(line -> line.contains(cache.toString()))) {
        Files.deleteIfExists(cache);
      }
    } catch (IOException e) {
      // Not Linux, or the folder is not ours: the start stays slower.
    }
  }
}

package io.pingdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/// Nothing in the program's JAR tells when, where or by whom it was built. `./mvnw -Preproducible
/// verify` compares two builds of everything.
class ProgramJarIT {
  private static final LocalDateTime BUILT = LocalDateTime.parse("2026-01-01T00:00:00");

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("pingdeck.dist"), "lib"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("pingdeck-.*[.]jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void everyEntryHasTheSameTimeAndStandsInOrder() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      List<? extends ZipEntry> entries = jar.stream().toList();

      assertThat(entries).hasSizeGreaterThan(500);
      assertThat(entries).allMatch(entry -> entry.getTimeLocal().equals(BUILT));
      assertThat(entries)
          .extracting(ZipEntry::getName)
          .filteredOn(name -> name.startsWith("io/pingdeck/ping/") && name.endsWith(".class"))
          .isSorted();
    }
  }

  @Test
  void itsManifestNamesNoMachineAndNoPerson() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      Attributes main = jar.getManifest().getMainAttributes();

      assertThat(main.keySet())
          .extracting(Object::toString)
          .doesNotContain("Built-By", "Build-Jdk", "Build-Time", "Build-Os");
    }
  }
}

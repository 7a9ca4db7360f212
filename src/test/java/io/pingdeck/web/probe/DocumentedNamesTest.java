package io.pingdeck.web.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.web.rest.ExportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The documents contain the names that this package writes and reads.
class DocumentedNamesTest {
  private static final Path FOLDER = Path.of("src/docs");

  @Test
  void theColumnsOfTheExportAreListed() throws IOException {
    String columns = ExportFormat.CSV.head(null).strip();

    assertThat(Files.readAllLines(FOLDER.resolve("wire-formats.md"))).contains(columns);
  }

  @ParameterizedTest
  @EnumSource(ProbeModule.class)
  void everyModuleOfProbeIsListed(ProbeModule module) throws IOException {
    assertThat(Files.readString(FOLDER.resolve("prometheus.md")))
        .contains("`" + module.json() + "`");
  }
}

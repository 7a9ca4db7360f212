package io.pingdeck.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pingdeck.cli.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// config/Dockerfile and config/compose.yaml, without an engine: what they name exists. ArchiveIT
/// runs the same files as the same user in a read-only root.
class ContainerFilesTest {
  private static final Path DOCKERFILE = Path.of("config/Dockerfile");

  private static List<String> steps(String instruction) throws IOException {
    return Files.readString(DOCKERFILE)
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .toList();
  }

  @Test
  void everyStepIsOneThatDockerKnows() throws IOException {
    List<String> known =
        List.of(
            "FROM",
            "RUN",
            "WORKDIR",
            "COPY",
            "USER",
            "ENV",
            "VOLUME",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "CMD");

    assertThat(Files.readString(DOCKERFILE).replaceAll("\\\\\n\\s*", "").lines())
        .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
        .allMatch(line -> known.contains(line.substring(0, line.indexOf(' '))));
    assertThat(steps("FROM")).hasSize(2).first().asString().endsWith(" AS build");
  }

  @Test
  void whatIsCopiedIsThere() throws IOException {
    assertThat(steps("COPY")).containsExactly(". .", "--from=build /installed /opt/pingdeck");
    assertThat(steps("RUN").toString())
        .contains("./mvnw ", "-Ppackages package", "-C /installed --strip-components=1");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<id>packages</id>");
  }

  @Test
  void theUserIsANumberOtherThanRoot() throws IOException {
    assertThat(steps("USER")).containsExactly("10001:10001");
  }

  @Test
  void whatIsStartedExists() throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());

    assertThat(steps("ENTRYPOINT")).containsExactly("[\"/opt/pingdeck/bin/pingdeck\"]");
    assertThat(Path.of("src/main/dist/bin/pingdeck")).exists();
    assertThat(CommandLines.create(nowhere, nowhere).getSubcommands())
        .containsKeys("serve", "health");
    assertThat(steps("CMD")).containsExactly("[\"serve\"]");
    assertThat(steps("HEALTHCHECK"))
        .singleElement()
        .asString()
        .endsWith("CMD [\"/opt/pingdeck/bin/pingdeck\", \"health\"]");
  }

  @Test
  void composeBuildsItAndGivesItNoMoreThanItNeeds() throws IOException {
    JsonNode compose =
        new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/compose.yaml").toFile());
    JsonNode pingdeck = compose.path("services").path("pingdeck");

    assertThat(pingdeck.path("build").path("dockerfile").asText()).isEqualTo(DOCKERFILE.toString());
    assertThat(pingdeck.path("read_only").asBoolean()).isTrue();
    assertThat(pingdeck.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(pingdeck.path("network_mode").asText())
        .as("it listens on loopback")
        .isEqualTo("host");
    assertThat(pingdeck.path("volumes").path(0).asText())
        .endsWith(":" + steps("VOLUME").getFirst());
    assertThat(compose.path("volumes").has("data")).isTrue();
  }
}

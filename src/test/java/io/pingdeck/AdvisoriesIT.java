package io.pingdeck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Maven with the check of this build and other versions of its libraries. Nothing is fetched: the
/// libraries are of scope `system`, whose file may be any.
class AdvisoriesIT {
  private static final Pattern PLUGIN =
      Pattern.compile(
          "<plugin>\\s*<groupId>[^<]*</groupId>\\s*<artifactId>maven-enforcer-plugin.*?</plugin>",
          Pattern.DOTALL);

  @TempDir private Path folder;

  private record Run(int status, String output) {}

  @Test
  @Proves("W28")
  void aVersionWithAKnownWeaknessFailsTheBuild() throws Exception {
    List<MatchResult> excludes =
        AdvisoriesTest.EXCLUDE.matcher(Files.readString(AdvisoriesTest.FILE)).results().toList();
    StringBuilder planted = new StringBuilder();
    for (int i = 0; i < excludes.size(); i++) {
      MatchResult exclude = excludes.get(i);
      String version = exclude.group(4).isEmpty() ? "0.1" : exclude.group(4);
      planted.append(dependency(exclude.group(1), exclude.group(2), version, "c" + i));
    }

    Run run = maven(planted.toString());

    assertThat(run.status()).isNotZero();
    assertThat(run.output()).contains("CVE-2022-1471");
    for (int i = 0; i < excludes.size(); i++) {
      assertThat(run.output()).containsPattern(":c" + i + ":[^\\n]*banned");
    }
  }

  @Test
  void theVersionThatMendsItPasses() throws Exception {
    Run run = maven(dependency("org.yaml", "snakeyaml", "2.0", "any"));

    assertThat(run.output()).doesNotContain("banned");
    assertThat(run.status()).isZero();
  }

  private String dependency(String group, String artifact, String version, String classifier) {
    return """
    <dependency>
      <groupId>%s</groupId>
      <artifactId>%s</artifactId>
      <version>%s</version>
      <classifier>%s</classifier>
      <scope>system</scope>
      <systemPath>%s</systemPath>
    </dependency>
    """
        .formatted(group, artifact, version, classifier, folder.resolve("any.jar"));
  }

  private Run maven(String dependencies) throws IOException, InterruptedException {
    Files.write(folder.resolve("any.jar"), new byte[0]);
    Matcher plugin = PLUGIN.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(plugin.find()).isTrue();
    Path pom =
        Files.writeString(
            folder.resolve("pom.xml"),
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>test</groupId><artifactId>test</artifactId><version>1</version>
              <dependencies>%s</dependencies>
              <build><plugins>%s</plugins></build>
            </project>
            """
                .formatted(dependencies, plugin.group()));
    Process process =
        new ProcessBuilder(
                "mvn",
                "--batch-mode",
                "--offline",
                "-f",
                pom.toString(),
                "-Dadvisories=" + AdvisoriesTest.FILE.toAbsolutePath(),
                "enforcer:enforce@advisories")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}

package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLinesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "'', serve",
    "--web-port 0, serve --web-port 0",
    "serve --web-port 0, serve --web-port 0",
    "ping udp://h:1, ping udp://h:1",
    "--help, --help",
    "-V, -V"
  })
  void noCommandMeansServe(String given, String run) {
    String[] args = given.isEmpty() ? new String[0] : given.split(" ");

    assertThat(String.join(" ", CommandLines.orServe(args))).isEqualTo(run);
  }

  @Test
  void namesItsVersion() {
    assertThat(all("--version")).isZero();
    assertThat(out.toString()).startsWith("pingdeck ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "ping --help",
        "echo --help",
        "echo set --help",
        "check-config --help"
      })
  void everyCommandExplainsItselfWithExamples(String args) {
    assertThat(all(args.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: pingdeck").contains("Examples:\n  pingdeck");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void misuseNamesTheHelpOfItsCommand() {
    assertThat(all("serve", "--colour")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("pingdeck: Unknown option: '--colour'\nTry: pingdeck serve --help\n");
  }

  @Test
  void anEchoServerTakesAFlagForEachOfItsImpairments() {
    String[] bad = {"echo", "udp://127.0.0.1:0", "--loss", "2", "--icmp-error-as", "teapot"};

    assertThat(all(bad)).isEqualTo(2);
    assertThat(err.toString()).contains("pingdeck: --loss: ", "pingdeck: --icmp-error-as: ");
  }

  @Test
  void badConfigurationKeepsItFromServing() {
    assertThat(all("serve", "--web-port", "70000", "--set", "web.hots=::1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --web-port: 70000 is not a port (1-65535, or 0 for any free one)",
            "pingdeck: --set web.hots: web.hots is not a key");
  }

  @Test
  void checkConfigSaysOk(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "web: {port: 0}");

    assertThat(checkConfig(home, Map.of(), file.toString())).isZero();
    assertThat(out.toString()).isEqualTo("ok\n");
  }

  @Test
  void checkConfigReadsTheInstalledFile(@TempDir Path home) throws IOException {
    Path folder = Files.createDirectory(home.resolve("config"));
    Files.writeString(folder.resolve("pingdeck.yaml"), "web:\n  port: x\nping: [1]\n");

    assertThat(checkConfig(home, Map.of())).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: web.port (line 2): x is not a port (1-65535, or 0 for any free one)",
            "pingdeck: ping (line 3): must hold keys and values");
  }

  @Test
  void checkConfigWorksWithoutAnyFileAndChecksTheEnvironment(@TempDir Path home) {
    assertThat(checkConfig(home, Map.of())).isZero();
    assertThat(checkConfig(home, Map.of("PINGDECK_WEB_HOTS", "x"))).isEqualTo(2);
    assertThat(err.toString()).contains("PINGDECK_WEB_HOTS: stands for no key");
  }

  @Test
  void checkConfigNamesTheFileThatIsNotYaml(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "web:\n  a: [\n");

    assertThat(checkConfig(home, Map.of(), file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("pingdeck: " + file + " (line 3): not YAML: ");
  }

  private int all(String... args) {
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }

  private int checkConfig(Path home, Map<String, String> environment, String... args) {
    CommandLine command = new CommandLine(new CheckConfigCommand(home, environment));
    return CommandLines.common(command, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }
}

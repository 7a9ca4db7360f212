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

  /// Whatever `serve` would leave out or fail for is no "ok".
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo: {servers: [{protocol: icmp}]} | echo.servers.0.protocol: icmp is answered by the"
            + " system itself; choose udp",
        "echo: {servers: [{mode: greeting}]} | echo.servers.0.mode: a greeting needs a connection:"
            + " choose tcp",
        "echo: {servers: [{protocol: tcp, corrupt: 0.1}]} | echo.servers.0.corrupt: is for udp"
            + " servers only: tcp's checksum would drop it",
        "echo: {servers: [{port: 0}, {stall: 0.1}]} | echo.servers.1.stall: is for tcp servers"
            + " only: a datagram comes whole or not at all",
        "echo: {servers: [{host: 192.0.2.77}]} | echo.servers.0.host: 192.0.2.77 is not an address"
            + " of this host",
        "echo: {servers: [{}, {host: 0.0.0.0, port: 7}]} | echo.servers.1.host: 0.0.0.0 can be"
            + " reached by other hosts: that needs echo.allowOpen: true",
        "echo: {servers: [{host: '::', port: 7}]} | echo.servers.0.host: :: can be reached",
        "echo: {servers: [{}, {}]} | echo.servers.1.port: the echo server udp-127.0.0.1-12000 is"
            + " there already",
        "heartbeat: {applications: [{name: a, keyFile: none}]} | heartbeat.applications.0.keyFile:"
            + " cannot read ",
        "heartbeat: {host: 192.0.2.77} | heartbeat.host: 192.0.2.77 is not an address of this host",
        "ping: {caFile: none.pem} | ping.caFile: ",
      })
  void checkConfigFindsWhatServeWouldRefuse(String yaml, String fault, @TempDir Path home)
      throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), yaml);

    assertThat(checkConfig(home, Map.of(), file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("pingdeck: " + fault);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anOpenEchoServerThatIsAllowedIsOk(@TempDir Path home) throws IOException {
    String yaml = "echo: {allowOpen: true, servers: [{host: 0.0.0.0}]}";

    assertThat(
            checkConfig(
                home, Map.of(), Files.writeString(home.resolve("my.yaml"), yaml).toString()))
        .isZero();
  }

  @Test
  void aPortForAnEchoServerThatIsNotThereIsAFault(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "echo: {servers: []}");

    assertThat(checkConfig(home, Map.of(), file.toString(), "--echo-port", "0")).isEqualTo(2);
    assertThat(checkConfig(home, Map.of(), "--set", "echo.servers.7.loss=1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --echo-port: there is no echo.servers.0.port: echo.servers has no entry",
            "pingdeck: --set echo.servers.7.loss: there is no echo.servers.7.loss: echo.servers has"
                + " 3, counted from 0");
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

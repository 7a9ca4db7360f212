package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.cli.settings.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CheckConfigCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysOk(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "web: {port: 0}");

    assertThat(check(home, Map.of(), file.toString())).isZero();
    assertThat(out.toString()).isEqualTo("ok\n");
  }

  @Test
  void readsTheInstalledFile(@TempDir Path home) throws IOException {
    Path folder = Files.createDirectory(home.resolve("config"));
    Path installed =
        Files.writeString(folder.resolve("pingdeck.yaml"), "web:\n  port: x\nping: [1]\n");

    assertThat(check(home, Map.of())).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: web.port ("
                + installed
                + ":2): x is not a port (1-65535, or 0 for any free one)",
            "pingdeck: ping (" + installed + ":3): must be a mapping of keys to values");
  }

  @Test
  void worksWithoutAnyFileAndChecksTheEnvironment(@TempDir Path home) {
    assertThat(check(home, Map.of())).isZero();
    assertThat(check(home, Map.of("PINGDECK_WEB_HOTS", "x"))).isEqualTo(2);
    assertThat(err.toString()).contains("PINGDECK_WEB_HOTS: is an unknown setting");
  }

  /// A fault that makes `serve` skip a part or fail is never "ok".
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo: {servers: [{protocol: icmp}]} | echo.servers.0.protocol (FILE:1): icmp is handled"
            + " by the operating system; choose udp",
        "echo: {servers: [{mode: greeting}]} | echo.servers.0.mode (FILE:1): a greeting needs a"
            + " connection: choose tcp",
        "echo: {servers: [{protocol: tcp, corrupt: 0.1}]} | echo.servers.0.corrupt (FILE:1): is for"
            + " udp servers only: tcp's checksum would drop it",
        "echo: {servers: [{port: 0}, {stall: 0.1}]} | echo.servers.1.stall (FILE:1): is for tcp"
            + " servers only: a datagram cannot stall half-way",
        "ping: {targets: [{target: 'udp://192.0.2.1:7', interval: 1ms}]} | ping.targets.0.interval"
            + " (FILE:1): 1ms is",
        "echo: {servers: [{host: 192.0.2.77}]} | echo.servers.0.host (FILE:1): 192.0.2.77 is not an"
            + " address of this host",
        "echo: {servers: [{}, {host: 0.0.0.0, port: 7}]} | echo.servers.1.host (FILE:1): 0.0.0.0"
            + " can be reached by other hosts: that needs echo.allowOpen: true",
        "echo: {servers: [{host: '::', port: 7}]} | echo.servers.0.host (FILE:1): :: can be"
            + " reached",
        "echo: {servers: [{}, {}]} | echo.servers.1.port (FILE:1): 12000 is the udp port"
            + " of echo.servers.0 already (another port, or 0 for any free one)",
        "heartbeat: {applications: [{name: a, keyFile: none}]} | heartbeat.applications.0.keyFile"
            + " (FILE:1): cannot read ",
        "heartbeat: {host: 192.0.2.77} | heartbeat.host (FILE:1): 192.0.2.77 is not an address of"
            + " this host",
        "ping: {caFile: ~/ca.pem} | ping.caFile (FILE:1): ~/ca.pem begins with ~, which only a"
            + " shell replaces: write the whole path",
        "data: {dir: '~'} | data.dir (FILE:1): ~ begins with ~",
        "history: {passwordFile: ~me/x} | history.passwordFile (FILE:1): ~me/x begins with ~",
        "web: {tls: {certificate: ~/c, key: ~/k}} | web.tls.certificate (FILE:1): ~/c begins with"
            + " ~",
        "heartbeat: {applications: [{name: a, keyFile: ~/k}]} |"
            + " heartbeat.applications.0.keyFile (FILE:1): ~/k begins with ~",
        "ping: {caFile: none.pem} | ping.caFile (FILE:1): ",
      })
  void findsWhatServeWouldRefuse(String yaml, String fault, @TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), yaml);

    assertThat(check(home, Map.of(), file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("pingdeck: " + fault.replace("FILE", file.toString()));
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--set data.dir=~/x", "--set ping.secretsDir=~/x"})
  void aHomeFolderThatNoShellReplacedIsAFault(String flags, @TempDir Path home) {
    assertThat(check(home, Map.of(), flags.split(" "))).isEqualTo(2);
    assertThat(check(home, Map.of("PINGDECK_DATA_DIR", "~/x"))).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(": ~/x begins with ~, which only a shell replaces"));
  }

  @Test
  void anOpenEchoServerThatIsAllowedIsOk(@TempDir Path home) throws IOException {
    String yaml = "echo: {allowOpen: true, servers: [{host: 0.0.0.0}]}";

    assertThat(check(home, Map.of(), Files.writeString(home.resolve("my.yaml"), yaml).toString()))
        .isZero();
  }

  @Test
  void aPortForAnEchoServerThatIsNotThereIsAFault(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "echo: {servers: []}");

    assertThat(check(home, Map.of(), file.toString(), "--echo-port", "0")).isEqualTo(2);
    assertThat(check(home, Map.of(), "--set", "echo.servers.7.loss=1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --echo-port: there is no echo.servers.0.port: echo.servers has no entry",
            "pingdeck: --set echo.servers.7.loss: there is no echo.servers.7.loss: echo.servers has"
                + " 3, counted from 0");
  }

  @Test
  void namesTheFileThatIsNotYaml(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "web:\n  a: [\n");

    assertThat(check(home, Map.of(), file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("pingdeck: " + file + ":3: not YAML: ");
  }

  @Test
  void faultsBetweenSettingsAreToldBesideThoseOfReading(@TempDir Path home) throws IOException {
    String yaml =
        """
        web: {port: 70000}
        echo:
          servers:
            - {protocol: icmp, port: x}
            - {port: 12007}
            - {port: 12007, mode: greeting}
        heartbeat:
          applications:
            - {name: a, keyFile: none}
        """;

    assertThat(faults(home, Map.of("PINGDECK_WEB_HOTS", "x"), yaml))
        .containsExactly(
            "web.port (FILE:1): 70000 is not a port (1-65535, or 0 for any free one)",
            "echo.servers.0.port (FILE:4): x is not a port (1-65535, or 0 for any free one)",
            "PINGDECK_WEB_HOTS: is an unknown setting",
            "heartbeat.applications.0.keyFile (FILE:9): cannot read HOME/none: HOME/none",
            "echo.servers.0.protocol (FILE:4): icmp is handled by the operating system; choose udp",
            "echo.servers.2.mode (FILE:6): a greeting needs a connection: choose tcp",
            "echo.servers.2.port (FILE:6): 12007 is the udp port of echo.servers.1 already"
                + " (another port, or 0 for any free one)");
  }

  /// The fallback, which no user wrote, breaks no rule.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo: {servers: [{}, {port: 70000}]}",
        "echo: {servers: [{}, 12000]}",
        "echo: {servers: [{}, {host: here}]}",
        "echo: {servers: [{}, {protocol: tpc}]}",
        "echo: {servers: [{protocol: tpc, stall: 0.1}]}",
        "echo: {allowOpen: yes, servers: [{host: 0.0.0.0}]}",
        "heartbeat: {enabled: no, host: 192.0.2.77}",
        "echo: {servers: [{port: 12002}]}\nheartbeat: {port: x}",
      })
  void aValueThatCannotBeReadIsToldOnce(String yaml, @TempDir Path home) throws IOException {
    assertThat(faults(home, Map.of(), yaml.replace("\\n", "\n"))).hasSize(1);
  }

  @Test
  void aFlagOrAVariableThatBreaksARuleIsNamed(@TempDir Path home) throws IOException {
    String yaml = "echo: {servers: [{}, {port: 1207}]}";

    assertThat(faults(home, Map.of(), yaml, "--set", "echo.servers.1.protocol=icmp"))
        .containsExactly(
            "--set echo.servers.1.protocol: icmp is handled by the operating system; choose udp");
    assertThat(faults(home, Map.of("PINGDECK_ECHO_SERVERS_1_PORT", "12000"), yaml))
        .containsExactly(
            "PINGDECK_ECHO_SERVERS_1_PORT: 12000 is the udp port of echo.servers.0 already"
                + " (another port, or 0 for any free one)");
    assertThat(faults(home, Map.of(), "{}", "--set", "echo.servers=[{port: 7007}, {port: 7007}]"))
        .containsExactly(
            "--set echo.servers.1.port: 7007 is the udp port of echo.servers.0 already"
                + " (another port, or 0 for any free one)");
    assertThat(faults(home, Map.of(), "web: {port: 0}", "--heartbeat-port", "12000"))
        .containsExactly(
            "--heartbeat-port: 12000 is the udp port of echo.servers.0 already (another port, or 0"
                + " for any free one)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web: {port: 12001}|web.port (FILE:1): 12001 is the tcp port of echo.servers.1",
        "echo: {servers: [{port: 12002}]}|heartbeat.port: 12002 is the udp port of echo.servers.0",
        "echo: {allowOpen: true, servers: [{host: 0.0.0.0}, {}]}|echo.servers.1.port (FILE:1):"
            + " 12000 is the udp port of echo.servers.0",
      })
  void aPortThatTwoListenersWantIsAFault(String yaml, String fault, @TempDir Path home)
      throws IOException {
    assertThat(faults(home, Map.of(), yaml)).singleElement().asString().startsWith(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "'echo: {servers: [{port: 0}, {port: 0}]}'",
    "'echo: {servers: [{protocol: tcp}, {protocol: udp}]}'",
    "'echo: {servers: [{port: 12009}, {host: 127.0.0.2, port: 12009}, {host: ''::1'', port:"
        + " 12009}]}'",
    "'{echo: {servers: [{port: 12002}]}, heartbeat: {enabled: false}}'",
  })
  void listenersThatDoNotMeetAreOk(String yaml, @TempDir Path home) throws IOException {
    assertThat(faults(home, Map.of(), yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"web.port", "=1", "'='", "''"})
  void whatIsNoKeyAndValueIsToldBesideAllOtherFaults(String set, @TempDir Path home)
      throws IOException {
    String name = set.isEmpty() ? "''" : set;
    assertThat(
            faults(
                home,
                Map.of("PINGDECK_WEB_HOTS", "x"),
                "web: {maxClients: 0}",
                "--set",
                set,
                "--set=data.dri=1",
                "--web-port=x"))
        .containsExactly(
            "--set " + name + ": must be KEY=VALUE",
            "--web-port: x is not a port (1-65535, or 0 for any free one)",
            "web.maxClients (FILE:1): 0 is not a whole number from 1 to 100000",
            "--set data.dri: data.dri is an unknown setting",
            "PINGDECK_WEB_HOTS: is an unknown setting");
    assertThat(faults(home, Map.of(), "echo: {servers: [{protocol: icmp}]}", "--set", "x"))
        .hasSize(2);
  }

  /// The file hides no fault of the environment or the flags, and its missing settings are not
  /// faults.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- 1|FILE:1: must be a mapping of settings",
        "' \n\n\"x\"'|FILE:3: must be a mapping of settings",
        "12|FILE:1: must be a mapping of settings",
        "'web: ['|FILE:1: not YAML",
      })
  void aFileThatIsNoMappingIsNamed(String yaml, String fault, @TempDir Path home)
      throws IOException {
    List<String> faults =
        faults(
            home,
            Map.of("PINGDECK_WEB_HOTS", "x"),
            yaml.replace("\\n", "\n"),
            "--heartbeat-port=12000",
            "--web-port=x",
            "--set=echo.servers.7.loss=0.1");

    assertThat(faults).hasSize(3);
    assertThat(faults.getFirst()).startsWith(fault);
    assertThat(faults.subList(1, 3))
        .containsExactly(
            "--web-port: x is not a port (1-65535, or 0 for any free one)",
            "PINGDECK_WEB_HOTS: is an unknown setting");
  }

  @Test
  void aFileThatCannotBeReadHidesNothing(@TempDir Path home) {
    Path missing = home.resolve("none.yaml");

    assertThat(check(home, Map.of(), missing.toString(), "--web-port=x", "--set=y")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --set y: must be KEY=VALUE",
            "pingdeck: config: " + missing + " does not exist",
            "pingdeck: --web-port: x is not a port (1-65535, or 0 for any free one)");
  }

  @Test
  void anUnreadableKeyIsStillNamed(@TempDir Path home) throws IOException {
    String unknown = " (FILE:1): is an unknown setting; known here: ";
    assertThat(faults(home, Map.of(), "'': 1").getFirst()).startsWith("''" + unknown);
    assertThat(faults(home, Map.of(), "web: {'': 1}").getFirst()).startsWith("web.''" + unknown);
    assertThat(faults(home, Map.of(), "\"a\\nb\": 1").getFirst()).startsWith("a\\u000ab" + unknown);
  }

  /// `serve` prints the same before it opens anything.
  @Test
  void serveTellsAllFaultsAtOnceToo(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("my.yaml"), "echo: {servers: [{protocol: icmp}]}");
    CommandLine command = new CommandLine(new ServeCommand(new ConfigFile(home, Map.of())));
    String[] args = {"--config", file.toString(), "--web-port", "x"};

    assertThat(run(command, args)).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --web-port: x is not a port (1-65535, or 0 for any free one)",
            "pingdeck: echo.servers.0.protocol ("
                + file
                + ":1): icmp is handled by the operating system; choose udp");
  }

  private List<String> faults(
      Path home, Map<String, String> environment, String yaml, String... flags) throws IOException {
    err.getBuffer().setLength(0);
    Path file = Files.writeString(home.resolve("my.yaml"), yaml);
    String[] args =
        Stream.concat(Stream.of(file.toString()), Stream.of(flags)).toArray(String[]::new);
    int code = check(home, environment, args);
    List<String> faults =
        err.toString()
            .lines()
            .map(line ->
                line.replace("pingdeck: ", "")
                    .replace(file.toString(), "FILE")
                    .replace(home.toString(), "HOME"))
            .toList();
    assertThat(code).isEqualTo(faults.isEmpty() ? 0 : 2);
    return faults;
  }

  private int check(Path home, Map<String, String> environment, String... args) {
    return run(new CommandLine(new CheckConfigCommand(new ConfigOptions(home, environment))), args);
  }

  private int run(CommandLine command, String... args) {
    return CommandLines.common(command, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }
}

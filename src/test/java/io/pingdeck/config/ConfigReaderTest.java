package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.testing.Proves;
import io.pingdeck.web.http.WebConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @Test
  void everyKeyReachesItsRecord() {
    assertThat(read(EveryKey.YAML)).isEqualTo(EveryKey.VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but a comment\n", "---\n", "web:\nping:\n  limits:\n"})
  void missingKeysTakeTheDefaults(String yaml) {
    assertThat(read(yaml)).isEqualTo(AppConfig.DEFAULT);
  }

  @Test
  @Proves("W1")
  void theShippedFileStatesEveryKeyWithItsDefault() throws IOException {
    String shipped = Files.readString(Path.of("config/pingdeck.yaml"));
    AppConfig config = ConfigReader.parse("file", shipped, Map.of(), List.of(), EveryKey.VALUE);

    assertThat(config).isEqualTo(AppConfig.DEFAULT);
  }

  @Test
  void theShippedFileExplainsEveryKey() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("config/pingdeck.yaml"));
    for (int i = 1; i < lines.size(); i++) {
      boolean value = lines.get(i).matches(" +[a-zA-Z]+: .+");
      boolean second = lines.get(i).contains("Burst:"); // documented together with its rate
      if (value && !second) {
        assertThat(lines.get(i - 1)).as("above line %s", i + 1).matches(" +# .+");
      }
    }
  }

  @Test
  void theEnvironmentOverridesTheFile() {
    AppConfig config =
        read(
            "web: {port: 1, maxClients: 5}",
            Map.of(
                "PINGDECK_WEB_PORT", "2",
                "PINGDECK_PING_LIMITS_MIN_INTERVAL", "50ms",
                "PINGDECK_PING_LIMITS_MIN_INTERVAL_LOOPBACK", "0",
                "PINGDECK_WEB_ALLOWED_HOSTS", "[a, b]",
                "PINGDECK_ECHO_SERVERS_0_LOSS", "0.5",
                "PATH", "/bin"));

    assertThat(config.web()).isEqualTo(new WebConfig("127.0.0.1", 2, List.of("a", "b"), 5));
    assertThat(config.ping().limits().minInterval()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.ping().limits().minIntervalLoopback()).isZero();
    assertThat(config.echo().servers())
        .first()
        .satisfies(server -> {
          assertThat(server.impairment().get(ImpairmentKey.LOSS)).isEqualTo(0.5);
          assertThat(server.port()).isEqualTo(12000);
        });
  }

  @Test
  void theCommandLineOverridesTheEnvironmentAndTheLastOneWins() {
    AppConfig config =
        ConfigReader.parse(
            "file",
            "web: {port: 1}",
            Map.of("PINGDECK_WEB_PORT", "2"),
            List.of(
                new Setting("--web-port", "web.port", "3"),
                new Setting("--set web.port", "web.port", "4"),
                new Setting("--echo-port", "echo.servers.0.port", "0")),
            AppConfig.DEFAULT);

    assertThat(config.web().port()).isEqualTo(4);
    assertThat(config.echo().servers()).first().matches(server -> server.port() == 0);
  }

  @Test
  void aWholeListCanBeSetOutsideTheFile() {
    AppConfig config =
        ConfigReader.parse(
            "file",
            "",
            Map.of("PINGDECK_ECHO_SERVERS", "[]"),
            List.of(
                new Setting("--set echo.servers", "echo.servers", "[{port: 1}, {port: 2}]"),
                new Setting("--set echo.servers.1.port", "echo.servers.1.port", "3")),
            AppConfig.DEFAULT);

    assertThat(config.echo().servers()).extracting(EchoSpec::port).containsExactly(1, 3);
    assertThat(read("", Map.of("PINGDECK_ECHO_SERVERS", "[]")).echo().servers()).isEmpty();
  }

  @Test
  void launcherVariablesAreNotOurs() {
    Map<String, String> environment =
        Map.of("PINGDECK_JAVA_OPTS", "-Xmx1g", "PINGDECK_HOME", "/opt/pingdeck");

    assertThat(read("", environment)).isEqualTo(AppConfig.DEFAULT);
  }

  @Test
  void reportsEveryFaultOfEverySourceAtOnce() {
    String yaml =
        """
        web:
          port: 70000
          colour: green
        ping:
          limits:
            minInterval: soon
        """;
    List<Fault> faults =
        catchThrowableOfType(
                FaultException.class,
                () ->
                    ConfigReader.parse(
                        "file",
                        yaml,
                        Map.of("PINGDECK_WEB_MAX_CLIENTS", "many", "PINGDECK_WEB_PROT", "1"),
                        List.of(
                            new Setting("--echo-port", "echo.servers.0.port", "x"),
                            new Setting("--set web.hots", "web.hots", "::1")),
                        AppConfig.DEFAULT))
            .faults();

    assertThat(faults)
        .extracting(Fault::toString)
        .containsExactlyInAnyOrder(
            "web.port (file:2): 70000 is not a port (1-65535, or 0 for any free one)",
            "web.colour (file:3): is an unknown setting; known here: host, port, allowedHosts,"
                + " maxClients, maxClientsPerSource, maxConnections, maxConnectionsPerSource,"
                + " firstRequestTimeout, idleTimeout, bodyTimeout, basePath, publicUrl,"
                + " trustedProxies, tls, login, setupCode, oidc, trustedHeader, sessions",
            "ping.limits.minInterval (file:6): soon is not a duration (such as 200ms, 1s, 1m30s)",
            "PINGDECK_WEB_MAX_CLIENTS: many is not a whole number from 1 to 100000",
            "PINGDECK_WEB_PROT: is an unknown setting",
            "--echo-port: x is not a port (1-65535, or 0 for any free one)",
            "--set web.hots: web.hots is an unknown setting");
  }

  @Test
  void faultsInAnOverridingListNameTheOverride() {
    assertThat(faults("", Map.of("PINGDECK_ECHO_SERVERS", "[{port: x, colour: red}]")))
        .extracting(Fault::field)
        .containsExactly("PINGDECK_ECHO_SERVERS.0.port", "PINGDECK_ECHO_SERVERS.0.colour");
  }

  @Test
  void anOverrideOfAnElementThatDoesNotExistIsAFault() {
    assertThat(faults("echo: {servers: []}", Map.of("PINGDECK_ECHO_SERVERS_0_PORT", "1")))
        .containsExactly(new Fault("PINGDECK_ECHO_SERVERS_0_PORT", "is an unknown setting"));
  }

  @Test
  void anEmptyVariableIsAFault() {
    assertThat(faults("", Map.of("PINGDECK_WEB_PORT", "")))
        .containsExactly(new Fault("PINGDECK_WEB_PORT", "has no value"));
  }

  @Test
  void namesAFileThatIsNotThere(@TempDir Path folder) {
    Path missing = folder.resolve("none.yaml");

    FaultException refusal =
        catchThrowableOfType(
            FaultException.class,
            () -> ConfigReader.read(Optional.of(missing), Map.of(), List.of(), ConfigRules.NONE));

    assertThat(refusal.faults()).containsExactly(new Fault("config", missing + " does not exist"));
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), EveryKey.YAML);

    assertThat(ConfigReader.read(Optional.of(file), Map.of(), List.of(), ConfigRules.NONE).config())
        .isEqualTo(EveryKey.VALUE);
  }

  private static AppConfig read(String yaml) {
    return read(yaml, Map.of());
  }

  private static AppConfig read(String yaml, Map<String, String> environment) {
    return ConfigReader.parse("file", yaml, environment, List.of(), AppConfig.DEFAULT);
  }

  private static List<Fault> faults(String yaml, Map<String, String> environment) {
    FaultException refusal =
        catchThrowableOfType(FaultException.class, () -> read(yaml, environment));
    assertThat(refusal).as(yaml).isNotNull();
    return refusal.faults();
  }

  @Test
  void faultsOfHeartbeatsAreNamedLikeAllOthers() {
    String yaml =
        """
        heartbeat:
          rules: {misses: 3, lateMisses: 3}
          applications:
            - interval: soon
            - name: <b>
          webhook: {url: "file:///etc/passwd", states: [dead]}
        """;

    assertThat(faults(yaml, Map.of()).stream().map(Fault::toString))
        .containsExactlyInAnyOrder(
            "heartbeat.rules.lateMisses (file:2): 3 is not below misses (3)",
            "heartbeat.applications.0.interval (file:4): soon is not a duration (such as 200ms, 1s,"
                + " 1m30s)",
            "heartbeat.applications.0.name (file:4): is missing",
            "heartbeat.applications.1.name (file:5): <b> is not a name (1-64 letters, digits, '.',"
                + " '_', '-' and single blanks within)",
            "heartbeat.webhook.url (file:6): file:///etc/passwd is not an http or https address"
                + " (without user and fragment)",
            "heartbeat.webhook.states.0 (file:6): dead is not one of: alive, failed, goodbye, late,"
                + " losing, monitorPaused, restarted, stopped, unknown, waiting");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a}                           | ping.targets.0.target (file:1):
          {target: udp://a}                   | ping.targets.0.target (file:1): udp needs a port
          {target: a, interval: soon}         | ping.targets.0.interval (file:1): soon is not a duration
          {target: a, tags: [two words]}      | ping.targets.0.tags (file:1): two words is not a tag
          {target: a, tags: core}             | ping.targets.0.tags (file:1): must be a list
          {target: a, colour: red}            | ping.targets.0.colour (file:1): is an unknown setting
          {target: a, ttl: 256}               | ping.targets.0.ttl (file:1): 256 is out of range
          {target: a}, {target: a}            | ping.targets.1.target (file:1): is listed twice
          """)
  void aFaultyTargetIsNamed(String targets, String fault) {
    List<Fault> faults =
        catchThrowableOfType(
                FaultException.class,
                () ->
                    ConfigReader.parse(
                        "file",
                        "ping: {targets: [" + targets + "]}",
                        Map.of(),
                        List.of(),
                        AppConfig.DEFAULT))
            .faults();

    assertThat(faults).singleElement().asString().contains(fault);
  }

  @Test
  void aRuleNamesTheValueThatWasWrittenWhereverThatWas() {
    String below = "lateMisses: 2}}";
    assertThat(faults("heartbeat: {rules: {misses: 2}}", Map.of()))
        .containsExactly(
            new Fault("heartbeat.rules.misses (file:1)", "2 is not above lateMisses (2)"));
    assertThat(
            faults("heartbeat: {rules: {" + below, Map.of("PINGDECK_HEARTBEAT_RULES_MISSES", "2")))
        .containsExactly(
            new Fault("heartbeat.rules.lateMisses (file:1)", "2 is not below misses (2)"));
    assertThat(
            faults(
                "heartbeat: {rules: {misses: 2}}",
                Map.of("PINGDECK_HEARTBEAT_RULES_LATE_MISSES", "2")))
        .containsExactly(
            new Fault("PINGDECK_HEARTBEAT_RULES_LATE_MISSES", "2 is not below misses (2)"));
  }
}

package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.config.AppConfig.DataConfig;
import io.pingdeck.config.AppConfig.PingConfig;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.LossAs;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.heartbeat.api.HeartbeatConfig.NamedApplication;
import io.pingdeck.heartbeat.api.PartialRules;
import io.pingdeck.heartbeat.api.RuleField;
import io.pingdeck.heartbeat.api.WebhookConfig;
import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.packet.AddressRange;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.policy.PolicyRules;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.http.WebConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String EVERY_KEY =
      """
      web:
        host: ::1
        port: 0
        allowedHosts: [Dash.example.com, 10.0.0.1]
        maxClients: 3
        maxClientsPerSource: 2
        maxConnections: 31
        maxConnectionsPerSource: 32
        firstRequestTimeout: 33s
        idleTimeout: 34s
        bodyTimeout: 35s
        basePath: /a/pings/
        publicUrl: https://status.example.org/pings/
        trustedProxies: [127.0.0.1, fd00::/8]
        tls:
          certificate: page.pem
          key: page.key
        login: always
        setupCode: true
        sessions:
          idleTimeout: 36m
          maxAge: 37d
      ping:
        workers: 2
        keepSamples: 60
        keepSamplesInAll: 70
        keepEnded: 80
        caFile: ca.pem
        secretsDir: secrets
        limits:
          minInterval: 1s
          minIntervalLoopback: 0
          maxPayloadBytes: 100
          maxTimeout: 1m30s
          maxPings: 7
        policy:
          operator: {allow: [10.0.0.0/8], deny: [10.1.0.0/16]}
          admin: {allow: [169.254.169.254], deny: ["fd00::/8"]}
      echo:
        servers:
          - protocol: udp
            host: 0.0.0.0
            port: 0
            mode: rfc862
            loss: 0.25
            burst: 2.5
            lossAs: silent
            icmpError: 0.4
            icmpErrorAs: timeExceeded
            requestLoss: 0.6
            requestDelay: 20ms
            requestJitter: 5ms
            requestBitsPerSecond: 128000
            stall: 0.7
            stallTime: 3s
            closeDelay: 4s
            delay: 50ms
            jitter: 10ms
            jitterShape: normal
            duplicate: 0.1
            reorder: 0.2
            corrupt: 0.3
            bitsPerSecond: 64000
            seed: -9
          - port: 12007
        limits:
          maxDatagramBytes: 1
          perSourcePerSecond: 2
          perSourceBurst: 3
          perSourcePerSecondLoopback: 10
          perSourceBurstLoopback: 11
          totalPerSecond: 4
          totalBurst: 5
          maxSources: 6
          refuseSystemPorts: false
          refusedPorts: []
          icmpErrorsPerSecond: 7
          maxConnections: 8
          maxConnectionsPerSource: 9
          idleTimeout: 10s
      heartbeat:
        enabled: false
        host: ::1
        port: 0
        assumedInterval: 5s
        maxUnknown: 9
        rules:
          interval: 2s
          grace: 100ms
          lateMisses: 3
          misses: 7
          lossThreshold: 0.5
        applications:
          - {name: build-7, interval: 10s, keyFile: keys/build-7}
          - {name: nightly, misses: 4}
        webhook:
          url: https://example.com/hook
          states: [stopped]
          timeout: 1s
          giveUpAfter: 1m
      history:
        enabled: false
        url: jdbc:postgresql://db.example.com/pings
        user: monitor
        passwordFile: keys/history
        keepRaw: 2d
        keepRollups: 90d
        maxBytes: 500MiB
      data:
        dir: /var/lib/pingdeck
      """;

  private static final AppConfig EVERY_VALUE =
      new AppConfig(
          new WebConfig(
              "::1",
              0,
              List.of("dash.example.com", "10.0.0.1"),
              3,
              2,
              new HttpConnectionLimits(
                  31, 32, Duration.ofSeconds(33), Duration.ofSeconds(34), Duration.ofSeconds(35)),
              new ReverseProxy(
                  "/a/pings",
                  Optional.of(URI.create("https://status.example.org/pings")),
                  List.of(AddressRange.parse("127.0.0.1"), AddressRange.parse("fd00::/8"))),
              Optional.of(new TlsFiles(Path.of("page.pem"), Path.of("page.key"))),
              new LoginConfig(
                  LoginConfig.Mode.ALWAYS, true, Duration.ofMinutes(36), Duration.ofDays(37))),
          new PingConfig(
              2,
              new StatsLimits(60, 70, 80),
              Optional.of(Path.of("ca.pem")),
              Optional.of(Path.of("secrets")),
              new PingLimits(Duration.ofSeconds(1), Duration.ZERO, 100, Duration.ofSeconds(90), 7),
              new PolicyRules(
                  new PolicyRules.Ranges(
                      List.of(AddressRange.parse("10.0.0.0/8")),
                      List.of(AddressRange.parse("10.1.0.0/16"))),
                  new PolicyRules.Ranges(
                      List.of(AddressRange.parse("169.254.169.254")),
                      List.of(AddressRange.parse("fd00::/8"))))),
          new EchoConfig(
              List.of(
                  new EchoSpec(
                      Protocol.UDP,
                      "0.0.0.0",
                      0,
                      EchoMode.RFC862,
                      Impairment.NONE
                          .with(ImpairmentKey.LOSS, 0.25)
                          .with(ImpairmentKey.BURST, 2.5)
                          .with(ImpairmentKey.LOSS_AS, LossAs.SILENT)
                          .with(ImpairmentKey.ICMP_ERROR, 0.4)
                          .with(ImpairmentKey.ICMP_ERROR_AS, IcmpErrorAs.TIME_EXCEEDED)
                          .with(ImpairmentKey.DELAY, Duration.ofMillis(50))
                          .with(ImpairmentKey.JITTER, Duration.ofMillis(10))
                          .with(ImpairmentKey.JITTER_SHAPE, JitterShape.NORMAL)
                          .with(ImpairmentKey.DUPLICATE, 0.1)
                          .with(ImpairmentKey.REORDER, 0.2)
                          .with(ImpairmentKey.CORRUPT, 0.3)
                          .with(ImpairmentKey.BITS_PER_SECOND, OptionalLong.of(64_000))
                          .with(ImpairmentKey.REQUEST_LOSS, 0.6)
                          .with(ImpairmentKey.REQUEST_DELAY, Duration.ofMillis(20))
                          .with(ImpairmentKey.REQUEST_JITTER, Duration.ofMillis(5))
                          .with(ImpairmentKey.REQUEST_BITS_PER_SECOND, OptionalLong.of(128_000))
                          .with(ImpairmentKey.STALL, 0.7)
                          .with(ImpairmentKey.STALL_TIME, Duration.ofSeconds(3))
                          .with(ImpairmentKey.CLOSE_DELAY, Duration.ofSeconds(4))
                          .with(ImpairmentKey.SEED, OptionalLong.of(-9))),
                  new EchoSpec(Protocol.UDP, "127.0.0.1", 12007, EchoMode.LAB, Impairment.NONE)),
              new EchoLimits(
                  1, 2, 3, 10, 11, 4, 5, 6, false, Set.of(), 7, 8, 9, Duration.ofSeconds(10))),
          new HeartbeatConfig(
              false,
              "::1",
              0,
              rules(2, 7),
              Duration.ofSeconds(5),
              9,
              List.of(
                  named("build-7", rules(10, 7), RuleField.INTERVAL, Path.of("keys/build-7")),
                  named("nightly", rules(2, 4), RuleField.MISSES)),
              new WebhookConfig(
                  Optional.of(URI.create("https://example.com/hook")),
                  List.of(BeatState.STOPPED),
                  Duration.ofSeconds(1),
                  Duration.ofMinutes(1))),
          new HistoryConfig(
              false,
              new HistoryLimits(2, 90, 500L << 20),
              Optional.of(
                  new HistoryServer(
                      "jdbc:postgresql://db.example.com/pings",
                      Optional.of("monitor"),
                      Optional.empty())),
              Optional.of(Path.of("keys/history"))),
          new DataConfig(Optional.of(Path.of("/var/lib/pingdeck"))));

  private static BeatRules rules(long seconds, int misses) {
    Optional<Duration> interval = Optional.of(Duration.ofSeconds(seconds));
    return new BeatRules(interval, Optional.of(Duration.ofMillis(100)), 3, misses, 0.5);
  }

  private static NamedApplication named(String name, BeatRules rules, RuleField said, Path... key) {
    PartialRules partial = new PartialRules(rules, Set.of(said));
    return new NamedApplication(name, partial, List.of(key).stream().findFirst());
  }

  @Test
  void everyKeyReachesItsRecord() {
    assertThat(read(EVERY_KEY)).isEqualTo(EVERY_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but a comment\n", "---\n", "web:\nping:\n  limits:\n"})
  void missingKeysTakeTheDefaults(String yaml) {
    assertThat(read(yaml)).isEqualTo(AppConfig.DEFAULT);
  }

  @Test
  void theShippedFileStatesEveryKeyWithItsDefault() throws IOException {
    String shipped = Files.readString(Path.of("config/pingdeck.yaml"));
    AppConfig config = ConfigReader.parse("file", shipped, Map.of(), List.of(), EVERY_VALUE);

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
                + " trustedProxies, tls, login, setupCode, sessions",
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
    Path file = Files.writeString(folder.resolve("mine.yaml"), EVERY_KEY);

    assertThat(ConfigReader.read(Optional.of(file), Map.of(), List.of(), ConfigRules.NONE).config())
        .isEqualTo(EVERY_VALUE);
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

package io.pingdeck.config;

import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.BodyTemplate;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.api.Dependency;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.rule.Rule;
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
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.policy.PolicyRules;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.user.api.Role;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.OidcConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.RoleMapping;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.http.TrustedHeader;
import io.pingdeck.web.http.WebConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A configuration with every key, none of them with its default.
final class EveryKey {
  private static final OidcConfig OIDC =
      new OidcConfig(
          URI.create("https://id.example.org/realms/lab/"),
          "deck",
          Optional.empty(),
          Optional.of(Path.of("oidc-secret")),
          Optional.of(Path.of("issuer.pem")),
          "The Lab",
          List.of("email", "groups"),
          "email",
          "realm_access.roles",
          new RoleMapping(
              Map.of(Role.VIEWER, List.of("all"), Role.ADMIN, List.of("chief", "deputy")),
              Optional.of(Role.OPERATOR)));

  static final String YAML =
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
        oidc:
          issuer: https://id.example.org/realms/lab/
          clientId: deck
          clientSecretFile: oidc-secret
          caFile: issuer.pem
          label: The Lab
          scopes: [email, groups]
          nameClaim: email
          roleClaim: realm_access.roles
          roles: {viewer: [all], admin: [chief, deputy]}
          defaultRole: operator
        trustedHeader:
          user: Remote-User
          groups: Remote-Groups
          roles: {operator: [network]}
          defaultRole: viewer
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
        targets:
          - target: tcp://192.0.2.1:22
            name: Core
            tags: [berlin, core]
            interval: 5s
            timeout: 2s
            count: 9
            family: ipv4
            mode: greeting
            pin: true
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
      alerts:
        channels:
          - {name: hook, type: webhook, url: 'http://127.0.0.1:9099/alerts', secret: word, body: '{"a": "{{text}}"}'}
          - {name: chat, type: telegram, secretFile: keys/bot, to: -100}
        rules:
          - {name: lossy, when: 'loss > 20 % over 20 probes, clear below 5 %', on: berlin-*, notify: [hook, chat]}
        parents:
          - {parent: gateway, children: berlin-*}
        groupWindow: 3s
        timeout: 4s
        giveUpAfter: 5m
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

  /// Depends on the target and the name alone, so that the history goes on.
  private static final PingId CORE = PingId.parse("r8be8qsw");

  static final AppConfig VALUE =
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
                  LoginConfig.Mode.ALWAYS,
                  true,
                  Duration.ofMinutes(36),
                  Duration.ofDays(37),
                  Optional.of(OIDC),
                  Optional.of(
                      new TrustedHeader(
                          "Remote-User",
                          Optional.of("Remote-Groups"),
                          new RoleMapping(
                              Map.of(Role.OPERATOR, List.of("network")),
                              Optional.of(Role.VIEWER)))))),
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
                      List.of(AddressRange.parse("fd00::/8")))),
              List.of(
                  PingSpec.of(CORE, Target.parse("tcp://192.0.2.1:22"))
                      .name("Core")
                      .tags(List.of("berlin", "core"))
                      .interval(Duration.ofSeconds(5))
                      .timeout(Duration.ofSeconds(2))
                      .count(OptionalLong.of(9))
                      .family(AddressFamily.IPV4)
                      .mode(Optional.of(TcpMode.GREETING))
                      .pin(true)
                      .build())),
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
          new AlertsConfig(
              List.of(
                  new ChannelConfig(
                      "hook",
                      ChannelType.WEBHOOK,
                      Optional.of(URI.create("http://127.0.0.1:9099/alerts")),
                      Optional.of("word"),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(new BodyTemplate("{\"a\": \"{{text}}\"}"))),
                  new ChannelConfig(
                      "chat",
                      ChannelType.TELEGRAM,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(Path.of("keys/bot")),
                      Optional.of("-100"),
                      Optional.empty())),
              List.of(
                  new RuleConfig(
                      "lossy",
                      Rule.parse("loss > 20 % over 20 probes, clear below 5 %"),
                      new Scope("berlin-*"),
                      List.of("hook", "chat"))),
              List.of(new Dependency(new Scope("berlin-*"), new Scope("gateway"))),
              Duration.ofSeconds(3),
              Duration.ofSeconds(4),
              Duration.ofMinutes(5)),
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

  private EveryKey() {}
}

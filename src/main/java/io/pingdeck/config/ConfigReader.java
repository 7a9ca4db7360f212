package io.pingdeck.config;

import static io.pingdeck.config.Values.between;
import static io.pingdeck.config.Values.oneOf;
import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.config.AppConfig.DataConfig;
import io.pingdeck.config.AppConfig.PingConfig;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.packet.AddressRange;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.SendLimits;
import io.pingdeck.ping.policy.PolicyRules;
import io.pingdeck.ping.policy.UserLimits;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.stats.api.StatsLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads the configuration. The command line overrides the environment, which overrides the file,
/// which overrides the defaults. Every key appears here exactly once.
public final class ConfigReader {
  private static final int MILLION = 1_000_000;

  private final AppConfig fallback;

  private ConfigReader(AppConfig fallback) {
    this.fallback = fallback;
  }

  /// A configuration that can be started.
  ///
  /// @param leftOut faults of the parts that are left out
  public record Checked(AppConfig config, List<Fault> leftOut) {
    public Checked {
      requireNonNull(config, "config");
      leftOut = List.copyOf(leftOut);
    }
  }

  /// @param file empty reads no file
  /// @param environment all variables; those with the prefix `PINGDECK_` are read
  /// @param settings from the command line; the last one for a key wins
  /// @param rules constraints between the values
  /// @throws FaultException if the configuration cannot be started; contains every fault, each with
  ///   the name the user wrote
  public static Checked read(
      Optional<Path> file,
      Map<String, String> environment,
      List<Setting> settings,
      ConfigRules rules) {
    String name = file.map(Path::toString).orElse("");
    Supplier<String> yaml = () -> file.map(ConfigReader::text).orElse("");
    return parse(name, yaml, environment, settings, AppConfig.DEFAULT, rules);
  }

  /// Parses without checking rules.
  static AppConfig parse(
      String name,
      String yaml,
      Map<String, String> environment,
      List<Setting> settings,
      AppConfig fallback) {
    return parse(name, () -> yaml, environment, settings, fallback, ConfigRules.NONE).config();
  }

  /// @param name name of the text in faults
  /// @param fallback source of missing keys
  private static Checked parse(
      String name,
      Supplier<String> yaml,
      Map<String, String> environment,
      List<Setting> settings,
      AppConfig fallback,
      ConfigRules rules) {
    ConfigSources reading = new ConfigSources(environment, settings);
    Optional<ConfigNode> root = Optional.empty();
    try {
      root =
          YamlNodes.parse(name, yaml.get())
              .map(node -> new ConfigNode("", Optional.of(name), node));
    } catch (FaultException e) {
      reading.misread("", e);
    }
    ConfigReader reader = new ConfigReader(fallback);
    AppConfig config = Section.read(new Section(reading, "", root), reader::app);
    reading.noteLeftovers();
    return check(config, reading, rules);
  }

  private static Checked check(AppConfig config, ConfigSources reading, ConfigRules rules) {
    List<Fault> fatal = rules.fatal(config, reading::isMisread);
    List<Fault> leftOut =
        rules.leftOut(config, reading::isMisread).stream().map(reading::located).toList();
    fatal.stream().map(reading::located).forEach(reading::fault);
    if (reading.hasFaults()) {
      leftOut.forEach(reading::fault);
    }
    reading.throwIfAny();
    return new Checked(config, leftOut);
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(YamlNodes.MAX_BYTES + 1);
      if (bytes.length > YamlNodes.MAX_BYTES) {
        throw new FaultException(
            "config", file + " is larger than " + YamlNodes.MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new FaultException("config", file + " does not exist");
    } catch (CharacterCodingException e) {
      throw new FaultException("config", file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new FaultException("config", "cannot read " + file + ": " + e.getMessage());
    }
  }

  private AppConfig app(Section s) {
    return new AppConfig(
        s.section("web", section -> WebSection.read(section, fallback.web())),
        s.section("ping", this::ping),
        s.section("echo", this::echo),
        s.section("heartbeat", section -> HeartbeatSection.read(section, fallback.heartbeat())),
        s.section("alerts", section -> AlertsSection.read(section, fallback.alerts())),
        s.section("history", section -> HistorySection.read(section, fallback.history())),
        s.section("data", this::data));
  }

  private PingConfig ping(Section s) {
    PingConfig missing = fallback.ping();
    StatsLimits memory = missing.memory();
    return new PingConfig(
        s.value("workers", missing.workers(), between(1, 64)),
        new StatsLimits(
            s.value("keepSamples", memory.samplesPerPing(), between(1, MILLION)),
            s.value("keepSamplesInAll", memory.samplesInAll(), between(1, 1000 * MILLION)),
            s.value("keepEnded", memory.endedPings(), between(1, MILLION))),
        s.value("caFile", missing.caFile(), Values::optionalPath),
        s.value("secretsDir", missing.secretsDir(), Values::optionalPath),
        s.section("limits", this::pingLimits),
        s.section("policy", section -> policy(section, missing.policy())),
        PingTargets.read(s, missing.targets()));
  }

  private static PolicyRules policy(Section s, PolicyRules missing) {
    return new PolicyRules(
        s.section("operator", section -> ranges(section, missing.operator())),
        s.section("admin", section -> ranges(section, missing.admin())));
  }

  private static PolicyRules.Ranges ranges(Section s, PolicyRules.Ranges missing) {
    return new PolicyRules.Ranges(
        s.values("allow", missing.allow(), AddressRange::parse),
        s.values("deny", missing.deny(), AddressRange::parse));
  }

  private PingLimits pingLimits(Section s) {
    PingLimits missing = fallback.ping().limits();
    return new PingLimits(
        s.value("minInterval", missing.minInterval(), Values::duration),
        s.value("minIntervalLoopback", missing.minIntervalLoopback(), Values::duration),
        s.value("maxPayloadBytes", missing.maxPayloadBytes(), between(1, 65_507)),
        s.value("maxTimeout", missing.maxTimeout(), Values::positiveDuration),
        s.value("maxPings", missing.maxPings(), between(1, MILLION)),
        sendLimits(s, missing.sending()));
  }

  private static SendLimits sendLimits(Section s, SendLimits missing) {
    return new SendLimits(
        s.value("maxPacketsPerTarget", missing.packetsPerTarget(), between(1, 10 * MILLION)),
        s.value("maxBitsPerTarget", missing.bitsPerTarget(), Values::bitsPerSecond),
        s.value("maxPacketsInAll", missing.packetsInAll(), between(1, 10 * MILLION)),
        s.value("maxBitsInAll", missing.bitsInAll(), Values::bitsPerSecond),
        s.value("probeInterval", missing.probeInterval(), Values::duration),
        userLimits(s, missing.perUser()));
  }

  private static UserLimits userLimits(Section s, UserLimits missing) {
    return new UserLimits(
        s.value("maxPingsPerUser", missing.pings(), between(1, MILLION)),
        s.value("maxPacketsPerUser", missing.packets(), between(1, 10 * MILLION)),
        s.value("maxBitsPerUser", missing.bits(), Values::bitsPerSecond),
        s.value("maxTargetsPerUserPerHour", missing.targetsPerHour(), between(1, MILLION)),
        s.value("maxDuration", missing.maxDuration(), Values::positiveDuration));
  }

  private DataConfig data(Section s) {
    return new DataConfig(s.value("dir", fallback.data().dir(), Values::optionalPath));
  }

  private EchoConfig echo(Section s) {
    EchoConfig missing = fallback.echo();
    return new EchoConfig(
        s.sections("servers", missing.servers(), EchoConfig.DEFAULT_SERVER, ConfigReader::server),
        s.section("limits", this::echoLimits),
        s.value("allowOpen", missing.allowOpen(), Values::truth));
  }

  private static EchoSpec server(Section s, EchoSpec missing) {
    return new EchoSpec(
        s.value("protocol", missing.protocol(), oneOf(EchoConfig.PROTOCOLS, Protocol::scheme)),
        s.value("host", missing.host(), Values::listenAddress),
        s.value("port", missing.port(), Values::port),
        s.value("mode", missing.mode(), oneOf(EchoMode.values(), EchoMode::json)),
        impairment(s, missing.impairment()));
  }

  private static Impairment impairment(Section s, Impairment missing) {
    Impairment read = missing;
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      Object value = s.value(key.name(), missing.get(key), Values.of(key));
      read = read.withAny(key, value);
    }
    return read;
  }

  private EchoLimits echoLimits(Section s) {
    EchoLimits missing = fallback.echo().limits();
    List<Integer> refused = missing.refusedPorts().stream().sorted().toList();
    return new EchoLimits(
        s.value("maxDatagramBytes", missing.maxDatagramBytes(), between(1, 65_507)),
        s.value("perSourcePerSecond", missing.perSourcePerSecond(), between(1, 10 * MILLION)),
        s.value("perSourceBurst", missing.perSourceBurst(), between(1, 10 * MILLION)),
        s.value(
            "perSourcePerSecondLoopback",
            missing.perSourcePerSecondLoopback(),
            between(1, 10 * MILLION)),
        s.value(
            "perSourceBurstLoopback", missing.perSourceBurstLoopback(), between(1, 10 * MILLION)),
        s.value("totalPerSecond", missing.totalPerSecond(), between(1, 10 * MILLION)),
        s.value("totalBurst", missing.totalBurst(), between(1, 10 * MILLION)),
        s.value("maxSources", missing.maxSources(), between(1, MILLION)),
        s.value("refuseSystemPorts", missing.refuseSystemPorts(), Values::truth),
        new HashSet<>(s.values("refusedPorts", refused, between(1, 65535))),
        s.value("icmpErrorsPerSecond", missing.icmpErrorsPerSecond(), between(1, 10 * MILLION)),
        s.value("maxConnections", missing.maxConnections(), between(1, MILLION)),
        s.value("maxConnectionsPerSource", missing.maxConnectionsPerSource(), between(1, MILLION)),
        s.value("idleTimeout", missing.idleTimeout(), Values::positiveDuration));
  }
}

package io.pingdeck.cli.settings;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.base.GivenText;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.config.Setting;
import io.pingdeck.net.Capabilities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// The configuration as `serve` reads it: the file, the environment, and these flags, which
/// override both.
public class ConfigOptions {
  private final Path home;
  private final Map<String, String> environment;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      description = "The page's port; 0 takes any free one.")
  private String webPort;

  @Option(
      names = "--echo-port",
      paramLabel = "PORT",
      description = "The first echo server's port; 0 takes any free one. A fault if there is none.")
  private String echoPort;

  @Option(
      names = "--heartbeat-port",
      paramLabel = "PORT",
      description = "The port for heartbeats; 0 takes any free one.")
  private String heartbeatPort;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any key of the file: --set ping.limits.minInterval=1s, --set echo.servers.0.loss=0.3,"
              + " --set echo.servers=[]. May be repeated.")
  private final List<String> settings = new ArrayList<>();

  /// @param home installation folder
  /// @param environment the variables that may hold settings
  public ConfigOptions(Path home, Map<String, String> environment) {
    this.home = requireNonNull(home, "home");
    this.environment = Map.copyOf(environment);
  }

  public final Path home() {
    return home;
  }

  final List<String> settings() {
    return settings;
  }

  /// @param given the file that the user names; else that of the installation, if it exists
  /// @throws FaultException as [ConfigReader#read], also for a flag that cannot be read
  public final ConfigReader.Checked read(
      Optional<Path> given, Supplier<Capabilities> capabilities) {
    return read(given, new StartFaults(home, capabilities));
  }

  final ConfigReader.Checked read(Optional<Path> given, ConfigRules rules) {
    Optional<Path> file = given.or(this::installed);
    Faults faults = new Faults();
    List<Setting> all = all(faults);
    if (faults.isEmpty()) {
      return ConfigReader.read(file, environment, all, rules);
    }
    try {
      ConfigReader.read(file, environment, all, rules).leftOut().forEach(faults::add);
    } catch (FaultException e) {
      faults.addAll(e, _ -> true);
    }
    throw new FaultException(faults.list());
  }

  private Optional<Path> installed() {
    return Optional.of(home.resolve("config").resolve("pingdeck.yaml")).filter(Files::exists);
  }

  private List<Setting> all(Faults faults) {
    List<Setting> all = new ArrayList<>();
    for (String given : settings) {
      int equals = given.indexOf('=');
      if (equals > 0) {
        String key = given.substring(0, equals);
        all.add(new Setting("--set " + key, key, given.substring(equals + 1)));
      } else {
        String shown = given.isEmpty() ? "''" : GivenText.show(given);
        faults.add(new Fault("--set " + shown, "must be KEY=VALUE"));
      }
    }
    if (webPort != null) {
      all.add(new Setting("--web-port", "web.port", webPort));
    }
    if (echoPort != null) {
      all.add(new Setting("--echo-port", "echo.servers.0.port", echoPort));
    }
    if (heartbeatPort != null) {
      all.add(new Setting("--heartbeat-port", "heartbeat.port", heartbeatPort));
    }
    return all;
  }
}

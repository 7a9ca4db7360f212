package io.pingdeck.cli;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.base.GivenText;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The flags that override the configuration file.
final class ConfigOptions {
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

  /// The configuration file of the installation, if it exists.
  static Optional<Path> installed(Path home) {
    return Optional.of(home.resolve("config").resolve("pingdeck.yaml")).filter(Files::exists);
  }

  /// @throws FaultException as [ConfigReader#read], also for a flag that cannot be read
  ConfigReader.Checked read(
      Optional<Path> file, Map<String, String> environment, ConfigRules rules) {
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

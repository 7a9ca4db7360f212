package io.pingdeck.cli.settings;

import static java.util.stream.Collectors.joining;

import io.pingdeck.config.AppConfig;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.disk.DataPlace.Surroundings;
import io.pingdeck.net.Capabilities;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// [ConfigOptions] with `--config`, for each command that works on what `serve` serves.
public final class ConfigFile extends ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The file; config/pingdeck.yaml of the installation if missing.")
  private Path file;

  /// @param home installation folder
  /// @param environment the variables that may hold settings
  public ConfigFile(Path home, Map<String, String> environment) {
    super(home, environment);
  }

  /// @throws io.pingdeck.base.FaultException as [ConfigReader#read], also for a flag that cannot be
  ///   read
  public ConfigReader.Checked read(Supplier<Capabilities> capabilities) {
    return read(Optional.ofNullable(file), capabilities);
  }

  /// Where the configuration has the data. Faults that only concern `serve` do not matter.
  ///
  /// @throws io.pingdeck.base.FaultException as [ConfigReader#read], without rules
  public DataPlace place() {
    return place(read(Optional.ofNullable(file), ConfigRules.NONE).config());
  }

  /// The flags with which another command finds the same data, each after a space.
  public String dataFlags() {
    Stream<String> config =
        Stream.ofNullable(file).flatMap(name -> Stream.of("--config", "" + name));
    Stream<String> data =
        settings().stream()
            .filter(setting -> setting.startsWith("data.dir="))
            .flatMap(setting -> Stream.of("--set", setting));
    return Stream.concat(config, data).map(flag -> " " + quoted(flag)).collect(joining());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// Where that configuration has the data.
  public DataPlace place(AppConfig config) {
    return DataPlace.find(config.data().dir(), home(), Surroundings.ofThisProcess());
  }
}

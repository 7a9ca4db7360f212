package io.pingdeck.cli;

import io.pingdeck.config.Setting;
import io.pingdeck.echo.api.ImpairmentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// One flag per impairment key of an echo server: `--icmp-error-as` for `icmpErrorAs`. The
/// configuration or the REST interface validates the values.
final class EchoFlags implements IModelTransformer {
  /// Prefix of these keys in the configuration.
  static final String SERVER = "echo.servers.0.";

  /// A key and the given value.
  record Given(String key, String text) {}

  /// Converts `icmpErrorAs` to `--icmp-error-as`.
  static String name(String key) {
    return "--" + key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      command.addOption(
          OptionSpec.builder(name(key.name()))
              .type(String.class)
              .paramLabel(key.placeholder())
              .description(key.help())
              .build());
    }
    return command;
  }

  static List<Given> given(ParseResult parsed) {
    List<Given> given = new ArrayList<>();
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      String flag = name(key.name());
      if (parsed.hasMatchedOption(flag)) {
        given.add(new Given(key.name(), parsed.matchedOptionValue(flag, "")));
      }
    }
    return given;
  }

  static List<Setting> settings(ParseResult parsed) {
    return given(parsed).stream()
        .map(one -> new Setting(name(one.key()), SERVER + one.key(), one.text()))
        .toList();
  }
}

package io.pingdeck.cli;

import io.pingdeck.config.Setting;
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

  private static final List<Flag> FLAGS =
      List.of(
          new Flag("loss", "CHANCE", "That a datagram or line is not answered: 0-1."),
          new Flag("burst", "N", "How many are lost in a row on average."),
          new Flag("lossAs", "HOW", "How tcp loses: lost, silent, reset."),
          new Flag("icmpError", "CHANCE", "Of an ICMP error instead of a reply (CAP_NET_RAW)."),
          new Flag(
              "icmpErrorAs",
              "WHICH",
              "hostUnreachable, portUnreachable, netUnreachable, prohibited, timeExceeded."),
          new Flag("delay", "TIME", "How long an answer waits: 50ms."),
          new Flag("jitter", "TIME", "How far delays spread."),
          new Flag("jitterShape", "SHAPE", "uniform, normal."),
          new Flag("duplicate", "CHANCE", "That an answer is sent twice (udp)."),
          new Flag("reorder", "CHANCE", "That an answer is overtaken by the next (udp)."),
          new Flag("corrupt", "CHANCE", "That a bit of an answer is flipped (udp)."),
          new Flag("bitsPerSecond", "RATE", "What the way back carries."),
          new Flag("requestLoss", "CHANCE", "That a datagram is lost on the way in (udp)."),
          new Flag("requestDelay", "TIME", "How long a request waits."),
          new Flag("requestJitter", "TIME", "How far those delays spread."),
          new Flag("requestBitsPerSecond", "RATE", "What the way in carries."),
          new Flag("stall", "CHANCE", "That an answer stops half-way (tcp)."),
          new Flag("stallTime", "TIME", "For how long."),
          new Flag("closeDelay", "TIME", "How long after its last byte the server closes (tcp)."),
          new Flag("seed", "N", "Repeats the same choices in every run."));

  private record Flag(String key, String value, String meaning) {
    String name() {
      return EchoFlags.name(key);
    }
  }

  /// A key and the given value.
  record Given(String key, String text) {}

  /// Converts `icmpErrorAs` to `--icmp-error-as`.
  static String name(String key) {
    return "--" + key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (Flag flag : FLAGS) {
      command.addOption(
          OptionSpec.builder(flag.name())
              .type(String.class)
              .paramLabel(flag.value())
              .description(flag.meaning())
              .build());
    }
    return command;
  }

  static List<Given> given(ParseResult parsed) {
    List<Given> given = new ArrayList<>();
    for (Flag flag : FLAGS) {
      if (parsed.hasMatchedOption(flag.name())) {
        given.add(new Given(flag.key(), parsed.matchedOptionValue(flag.name(), "")));
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

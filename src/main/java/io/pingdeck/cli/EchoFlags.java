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
          new Flag("loss", "PROBABILITY", "Probability of loss: 0-1."),
          new Flag("burst", "N", "Mean number of consecutive losses."),
          new Flag("lossAs", "HOW", "What tcp does on a loss: lost, silent, reset."),
          new Flag(
              "icmpError",
              "PROBABILITY",
              "Probability of an ICMP error instead of a reply (CAP_NET_RAW)."),
          new Flag(
              "icmpErrorAs",
              "WHICH",
              "hostUnreachable, portUnreachable, netUnreachable, prohibited, timeExceeded."),
          new Flag("delay", "TIME", "Delay before a reply is sent: 50ms."),
          new Flag("jitter", "TIME", "Random variation of the delay."),
          new Flag("jitterShape", "SHAPE", "uniform, normal."),
          new Flag("duplicate", "PROBABILITY", "Probability that a reply is sent twice (udp)."),
          new Flag(
              "reorder", "PROBABILITY", "Probability that a reply is sent after the next (udp)."),
          new Flag("corrupt", "PROBABILITY", "Probability that a bit of a reply is flipped (udp)."),
          new Flag("bitsPerSecond", "RATE", "Bandwidth limit for replies, bit/s."),
          new Flag("requestLoss", "PROBABILITY", "Probability that a request is dropped (udp)."),
          new Flag("requestDelay", "TIME", "Delay before a request is handled."),
          new Flag("requestJitter", "TIME", "Random variation of that delay."),
          new Flag("requestBitsPerSecond", "RATE", "Bandwidth limit for requests, bit/s."),
          new Flag("stall", "PROBABILITY", "Probability that a reply stalls half-way (tcp)."),
          new Flag("stallTime", "TIME", "Length of a stall."),
          new Flag("closeDelay", "TIME", "Delay between the last byte and the close (tcp)."),
          new Flag("seed", "N", "Seed of the random choices, to repeat a run."));

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

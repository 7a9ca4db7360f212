package io.pingdeck.config;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;

import io.pingdeck.base.FaultException;
import io.pingdeck.fuzz.FuzzCheck;
import java.util.List;
import java.util.Map;

/// Every text is a configuration, in a file or as the value of a setting, or refused with its
/// place.
public final class ConfigFuzz {
  private ConfigFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    read(text, Map.of(), List.of());
    read("", Map.of("PINGDECK_ECHO_SERVERS", text), List.of());
    int equals = text.indexOf('=');
    if (equals > 0) {
      String path = text.substring(0, equals);
      read("", Map.of(), List.of(new Setting("--set", path, text.substring(equals + 1))));
    }
  }

  private static void read(String text, Map<String, String> environment, List<Setting> settings) {
    try {
      AppConfig config =
          ConfigReader.parse("fuzz.yaml", text, environment, settings, AppConfig.DEFAULT);
      require(
          config.equals(
              ConfigReader.parse("fuzz.yaml", text, environment, settings, AppConfig.DEFAULT)),
          "another configuration of the same text");
    } catch (FaultException e) {
      requireFaults(e);
    }
  }
}

package io.pingdeck.config;

import io.pingdeck.base.Fault;
import java.util.List;
import java.util.function.Predicate;

/// Constraints between settings, or between a setting and this host. They are checked together with
/// the reading, so that all faults are reported at once. Faults name the full key:
/// `echo.servers.0.port`.
///
/// Each check receives a predicate that tells whether the value of a key was unreadable. The
/// configuration then holds the fallback, which no user wrote, so rules must not report it.
public interface ConfigRules {
  ConfigRules NONE =
      new ConfigRules() {
        @Override
        public List<Fault> fatal(AppConfig config, Predicate<String> misread) {
          return List.of();
        }

        @Override
        public List<Fault> leftOut(AppConfig config, Predicate<String> misread) {
          return List.of();
        }
      };

  /// Faults that prevent the start.
  List<Fault> fatal(AppConfig config, Predicate<String> misread);

  /// Faults that disable a part of the program.
  List<Fault> leftOut(AppConfig config, Predicate<String> misread);
}

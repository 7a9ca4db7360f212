package io.pingdeck.config;

import io.pingdeck.base.Fault;
import java.util.List;
import java.util.function.Predicate;

/// What must hold between settings, or between a setting and this host. Checked with the reading,
/// so that a person hears of all faults at once. Faults name the full key: `echo.servers.0.port`.
///
/// Each check gets a test that tells whether the value of a key could not be read. The
/// configuration then holds the fallback, which nobody wrote: a rule that looks at it must be
/// silent.
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

  /// Faults for which the program cannot start.
  List<Fault> fatal(AppConfig config, Predicate<String> misread);

  /// Faults for which it starts and leaves something out.
  List<Fault> leftOut(AppConfig config, Predicate<String> misread);
}

package io.pingdeck.cli.settings;

import io.pingdeck.base.Fault;
import io.pingdeck.config.AppConfig;
import io.pingdeck.config.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Finds ports used by two listeners of one configuration.
final class ListeningPorts {
  private ListeningPorts() {}

  /// Each fault names the listener that starts later.
  ///
  /// @param misread whether the value of a key was unreadable, so that the fallback is in use
  static List<Fault> faults(AppConfig config, Predicate<String> misread) {
    List<Fault> faults = new ArrayList<>();
    List<Listener> before = new ArrayList<>();
    for (Listener listener : Listener.all(config)) {
      if (listener.port() == 0
          || List.of(".protocol", ".host", ".port").stream()
              .anyMatch(key -> misread.test(listener.key() + key))) {
        continue;
      }
      before.stream()
          .filter(listener::takes)
          .findFirst()
          .ifPresentOrElse(first -> faults.add(fault(listener, first)), () -> before.add(listener));
    }
    return faults;
  }

  private static Fault fault(Listener listener, Listener first) {
    return new Fault(
        listener.key() + ".port",
        listener.port()
            + " is the "
            + listener.transport()
            + " port of "
            + first.key()
            + " already (another port, or 0 for any free one)");
  }
}

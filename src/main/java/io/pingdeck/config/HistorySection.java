package io.pingdeck.config;

import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistoryServer;
import java.nio.file.Path;
import java.util.Optional;

/// The keys below `history`.
final class HistorySection {
  private HistorySection() {}

  static HistoryConfig read(Section s, HistoryConfig missing) {
    HistoryLimits limits = missing.limits();
    boolean enabled = s.value("enabled", missing.enabled(), Values::truth);
    Optional<String> url =
        s.value("url", missing.server().map(HistoryServer::url), HistorySection::url);
    Optional<String> user = s.value("user", Optional.empty(), Optional::of);
    Optional<String> password = s.value("password", Optional.empty(), Optional::of);
    Optional<Path> passwordFile =
        s.value("passwordFile", Optional.empty(), text -> Optional.of(Values.path(text)));
    if (password.isPresent() && s.isOnCommandLine("password")) {
      s.fault(
          "password",
          "is visible to others on the command line: set history.passwordFile, or"
              + " PINGDECK_HISTORY_PASSWORD");
    }
    if (password.isPresent() && passwordFile.isPresent()) {
      s.fault("passwordFile", "conflicts with password: set only one of them");
    }
    return new HistoryConfig(
        enabled,
        new HistoryLimits(
            s.value("keepRaw", limits.sampleDays(), Values::days),
            s.value("keepRollups", limits.rollupDays(), Values::days),
            s.value("maxBytes", limits.maxBytes(), Values::bytes)),
        url.map(address -> new HistoryServer(address, user, password)),
        passwordFile);
  }

  /// Parses `none` or a server's URL. The error does not repeat the input, because it may contain a
  /// password.
  private static Optional<String> url(String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    if (!text.startsWith(HistoryServer.SCHEME) || text.equals(HistoryServer.SCHEME)) {
      throw new IllegalArgumentException(
          "is not an address such as jdbc:postgresql://localhost/pingdeck, nor: none");
    }
    return Optional.of(text);
  }
}

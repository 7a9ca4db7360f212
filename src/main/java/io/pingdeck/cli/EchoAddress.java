package io.pingdeck.cli;

import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.config.Setting;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.ping.target.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Address of an echo server, written like a target: `udp://127.0.0.1:12000`. This class only
/// splits it; the rules of the configuration validate the parts.
///
/// @param host without brackets
record EchoAddress(String protocol, String host, String port) {
  static final String LABEL = "TARGET";
  private static final Pattern ADDRESS =
      Pattern.compile("(udp|tcp)://(?:\\[([0-9a-fA-F:.]+)]|([^\\[\\]:/]+)):(\\d{1,5})");

  static EchoAddress parse(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      throw new FaultException(
          LABEL, GivenText.show(text) + " is not where a server listens (udp://127.0.0.1:12000)");
    }
    String host = parts.group(2) == null ? parts.group(3) : parts.group(2);
    return new EchoAddress(parts.group(1), host, parts.group(4));
  }

  /// The id of the server in the REST interface.
  EchoServerId id() {
    return EchoServerId.of(
        Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)), host, Integer.parseInt(port));
  }

  /// The address as settings of the configuration's first echo server.
  List<Setting> settings() {
    return List.of(
        new Setting(LABEL, EchoFlags.SERVER + "protocol", protocol),
        new Setting(LABEL, EchoFlags.SERVER + "host", host),
        new Setting(LABEL, EchoFlags.SERVER + "port", port));
  }
}

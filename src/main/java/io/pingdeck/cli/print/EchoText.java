package io.pingdeck.cli.print;

import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.packet.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Formats the state and counters of an echo server as text, with the keys of the REST interface.
public final class EchoText {
  private EchoText() {}

  public static String start(EchoSnapshot server) {
    return "Echoing at " + at(server) + " (" + server.spec().mode().json() + "), until Ctrl-C";
  }

  /// One line with received and replied counts, then one line per kind of drop and impairment.
  public static List<String> summary(EchoSnapshot server) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("--- " + at(server) + " ---");
    String waiting = server.waiting() == 0 ? "" : ", " + server.waiting() + " waiting";
    lines.add(server.received() + " received, " + server.replied() + " replied" + waiting);
    server.drops().forEach((reason, count) -> add(lines, reason, count, server.received()));
    server.injected().forEach((what, count) -> add(lines, what, count, server.received()));
    return lines;
  }

  private static void add(List<String> lines, String what, long count, long received) {
    if (count > 0) {
      String share =
          received == 0 ? "" : " (" + SummaryText.percent(100.0 * count / received) + " %)";
      lines.add(String.format(Locale.ROOT, "  %-16s %d%s", what, count, share));
    }
  }

  private static String at(EchoSnapshot server) {
    String scheme = server.spec().protocol().scheme() + "://";
    return scheme + server.listening().map(Endpoint::toString).orElse(server.spec().host());
  }
}

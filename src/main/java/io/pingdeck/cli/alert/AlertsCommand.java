package io.pingdeck.cli.alert;

import io.pingdeck.cli.print.Version;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints the alerts of a running Pingdeck.
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints the alerts of a running Pingdeck that are not ok.",
    footer = {
      "",
      "Exits with 1 if one fires, 0 if none does, 2 if Pingdeck does not answer.",
      "",
      "Examples:",
      "  pingdeck alerts",
      "  pingdeck alerts --json --url http://127.0.0.1:8081"
    })
public final class AlertsCommand implements Callable<Integer> {
  private static final int FIRING = 1;
  private static final int LONGEST_TEXT = 200;

  @Spec private CommandSpec spec;
  @Mixin private final RunningPage page = new RunningPage();

  @Option(names = "--json", description = "Prints one JSON object, as /api/v1/alerts does.")
  private boolean json;

  @Override
  public Integer call() {
    JsonObject alerts = page.get("/alerts?limit=1000");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(alerts.encodePrettily());
    } else {
      print(alerts, out);
    }
    return alerts.getJsonObject("states").getInteger("firing") > 0 ? FIRING : 0;
  }

  private static void print(JsonObject alerts, PrintWriter out) {
    List<JsonObject> rows =
        alerts.getJsonArray("alerts").stream().map(JsonObject.class::cast).toList();
    for (JsonObject alert : rows) {
      out.printf(
          Locale.ROOT,
          "%-10s  %-16s  %s  %s: %s%n",
          alert.getString("state"),
          shown(alert.getString("rule")),
          alert.getString("since"),
          shown(alert.getJsonObject("what").getString("name")),
          shown(alert.getString("text")));
    }
    int more = alerts.getInteger("total") - rows.size();
    if (more > 0) {
      out.println("and " + more + " more");
    }
    if (rows.isEmpty()) {
      out.println("No alert is pending or firing.");
    }
  }

  static String shown(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= LONGEST_TEXT ? visible : visible.substring(0, LONGEST_TEXT) + "…";
  }
}

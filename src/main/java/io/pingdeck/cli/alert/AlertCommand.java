package io.pingdeck.cli.alert;

import io.pingdeck.alert.rule.Rule;
import io.pingdeck.alert.rule.RuleException;
import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.cli.print.Version;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tries rules.
@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tries a rule of alerts.",
    subcommands = AlertCommand.Test.class)
public final class AlertCommand implements Callable<Integer> {
  private static final int MISUSE = 2;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return MISUSE;
  }

  /// Replays a rule over the history of a running Pingdeck.
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Prints what a rule would have done with the stored history.",
      footer = {
        "",
        "Within a minute of the history the order of outcomes is not known: probes are spread"
            + " evenly over it.",
        "",
        "Examples:",
        "  pingdeck alert test 'loss > 5 %% over 100 probes' --since 30d",
        "  pingdeck alert test 'no reply for 30 s' --ping 7w0kq2rm"
      })
  static final class Test implements Callable<Integer> {
    private static final int MOST_PRINTED = 10;

    @Spec private CommandSpec spec;
    @Mixin private final RunningPage page = new RunningPage();

    @Parameters(paramLabel = "RULE", description = "The rule, such as 'no reply for 30 s'.")
    private String rule;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        defaultValue = "1d",
        description = "How far back, up to 366d; ${DEFAULT-VALUE} if missing.")
    private String since;

    @Option(
        names = "--ping",
        paramLabel = "ID",
        description = "Id of a ping; may be repeated. All pings, up to a thousand, if missing.")
    private List<String> pings = new ArrayList<>();

    @Option(names = "--json", description = "Prints one JSON object for each ping.")
    private boolean json;

    @Override
    public Integer call() {
      try {
        Rule.parse(rule);
      } catch (RuleException e) {
        throw new FaultException("RULE", e.getMessage());
      }
      Instant now = Instant.now();
      Instant from = now.minus(span());
      List<JsonObject> tried = pings();
      if (tried.isEmpty() && !json) {
        spec.commandLine().getOut().println("There is no ping to try the rule on.");
      }
      for (JsonObject ping : tried) {
        JsonObject replayed =
            page.get(
                "/alert-rules/replay?when=%s&ping=%s&from=%s&to=%s"
                    .formatted(
                        RunningPage.encoded(rule),
                        RunningPage.encoded(ping.getString("id")),
                        RunningPage.encoded(from.toString()),
                        RunningPage.encoded(now.toString())));
        print(ping, replayed, spec.commandLine().getOut());
      }
      return 0;
    }

    private Duration span() {
      try {
        return Durations.parse(since);
      } catch (IllegalArgumentException e) {
        throw new FaultException("--since", since + " is " + e.getMessage());
      }
    }

    private List<JsonObject> pings() {
      if (pings.isEmpty()) {
        return page.get("/pings?limit=1000").getJsonArray("pings").stream()
            .map(JsonObject.class::cast)
            .toList();
      }
      return pings.stream().map(id -> page.get("/pings/" + RunningPage.encoded(id))).toList();
    }

    private void print(JsonObject ping, JsonObject replayed, PrintWriter out) {
      if (json) {
        out.println(
            new JsonObject()
                .put("ping", ping.getString("id"))
                .put("name", ping.getString("name"))
                .mergeIn(replayed)
                .encode());
        return;
      }
      long fired = replayed.getLong("fired");
      out.printf(
          "%s: would have fired %d %s in %s (%,d probes)%n",
          AlertsCommand.shown(ping.getString("name")),
          fired,
          fired == 1 ? "time" : "times",
          since,
          replayed.getLong("probes"));
      List<JsonObject> episodes =
          replayed.getJsonArray("episodes").stream().map(JsonObject.class::cast).toList();
      episodes.stream()
          .limit(MOST_PRINTED)
          .forEach(episode ->
              out.println(
                  "  "
                      + episode.getString("from")
                      + " to "
                      + episode.getString("to", "now, and still fires")));
      if (fired > MOST_PRINTED) {
        out.println("  and " + (fired - MOST_PRINTED) + " more");
      }
    }
  }
}

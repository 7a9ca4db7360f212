package io.pingdeck.cli;

import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.print.JsonPrinter;
import io.pingdeck.cli.print.LabPrinter;
import io.pingdeck.cli.print.ListPrinter;
import io.pingdeck.cli.print.PingPrinter;
import io.pingdeck.cli.print.TextPrinter;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/// Output format of a ping.
final class OutputOptions {
  @Option(names = "--json", description = "One JSON object per line; same as --format json.")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), json, or lab: what the client of the UDP pinger lab prints.")
  private String format;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the summary.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "Also print the text of echo replies: escaped, 200 characters at most. What http, dns"
              + " and greetings answered is printed without it.")
  private boolean verbose;

  @Option(
      names = {"-D", "--timestamps"},
      description = "Print the time before each line, in seconds since 1970, as ping -D does.")
  private boolean timestamps;

  /// @param many whether there are several targets; samples are then not printed
  PingPrinter printer(PrintWriter out, boolean many) {
    return switch (format()) {
      case "json" -> new JsonPrinter(out, quiet || many);
      case "text" ->
          many
              ? new ListPrinter(out)
              : new TextPrinter(out, quiet, timestamps, InstantSource.system());
      case "lab" -> {
        if (many) {
          throw new FaultException("--format", "lab is for one target: leave out -f");
        }
        yield new LabPrinter(out, quiet);
      }
      default ->
          throw new FaultException(
              "--format", GivenText.show(format) + " is not a format (text, json, lab)");
    };
  }

  /// Whether the output contains the text of replies.
  boolean needsAnswers() {
    return verbose || format().equals("lab");
  }

  private String format() {
    if (json && format != null && !format.equals("json")) {
      throw new FaultException("--format", GivenText.show(format) + " contradicts --json");
    }
    return json ? "json" : format == null ? "text" : format;
  }
}

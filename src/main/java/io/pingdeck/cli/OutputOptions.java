package io.pingdeck.cli;

import io.pingdeck.probe.FaultException;
import io.pingdeck.probe.GivenText;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/// What a ping prints.
final class OutputOptions {
  @Option(names = "--json", description = "One JSON object a line; the same as --format json.")
  private boolean json;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
  private String format;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the summary.")
  private boolean quiet;

  @Option(
      names = {"-D", "--timestamps"},
      description = "Print the time before each line, in seconds since 1970, as ping -D does.")
  private boolean timestamps;

  /// @param many there are several targets, whose probes are not printed
  PingPrinter printer(PrintWriter out, boolean many) {
    return switch (format()) {
      case "json" -> new JsonPrinter(out, quiet || many);
      case "text" ->
          many
              ? new ListPrinter(out)
              : new TextPrinter(out, quiet, timestamps, InstantSource.system());
      default ->
          throw new FaultException(
              "--format", GivenText.show(format) + " is not a format (text, json)");
    };
  }

  private String format() {
    if (json && format != null && !format.equals("json")) {
      throw new FaultException("--format", GivenText.show(format) + " contradicts --json");
    }
    return json ? "json" : format == null ? "text" : format;
  }
}

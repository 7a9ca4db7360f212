package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.app.UserChecks;
import io.pingdeck.base.Fault;
import io.pingdeck.base.ProgramVersion;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.doctor.Doctor;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.json.DoctorJson;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.Sockets;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints what works on this machine, and how to mend what does not.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints what works on this machine, and how to mend what does not. Exits with 1 if the page"
            + " or pings by UDP or TCP do not work.",
    footer = {
      "",
      "Sends a few packets to this host only, and changes nothing.",
      "",
      "Examples:",
      "  pingdeck doctor",
      "  pingdeck doctor --json",
      "  pingdeck doctor --config my.yaml --web-port 8081"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final ConfigFile file;

  @Option(names = "--json", description = "Prints one JSON object, as /api/v1/doctor does.")
  private boolean json;

  DoctorCommand(ConfigFile file) {
    this.file = requireNonNull(file, "file");
  }

  @Override
  public Integer call() {
    Sockets sockets = PlatformSockets.best();
    Capabilities capabilities = sockets.capabilities();
    ConfigReader.Checked checked = file.read(() -> capabilities);
    DataPlace place = file.place(checked.config());
    List<Check> checks =
        new ArrayList<>(
            UserChecks.add(
                    new Doctor(checked.config(), place, () -> sockets).examine(), place.folder())
                .checks());
    for (Fault fault : checked.leftOut()) {
      checks.add(Check.warn("configuration", "Configuration", fault.toString(), ""));
    }
    Diagnosis diagnosis = new Diagnosis(checks);
    if (json) {
      spec.commandLine().getOut().println(DoctorJson.diagnosis(diagnosis).encodePrettily());
    } else {
      print(diagnosis, spec.commandLine().getOut());
    }
    return diagnosis.works() ? 0 : CommandLines.FAILURE;
  }

  private static void print(Diagnosis diagnosis, PrintWriter out) {
    out.println("Pingdeck " + ProgramVersion.THIS + " on " + system());
    int width = diagnosis.checks().stream().mapToInt(one -> one.title().length()).max().orElse(0);
    String row = "%-4s  %-" + width + "s  %s%n";
    for (Check check : diagnosis.checks()) {
      out.printf(row, DoctorJson.state(check.state()), check.title(), check.text());
      check.mend().ifPresent(mend -> out.printf(row, "", "", "mend: " + mend));
    }
    out.println(
        diagnosis.works()
            ? "The main job works: the page, and pings by UDP and TCP."
            : "The main job does not work, see the rows with fail.");
  }

  private static String system() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }
}

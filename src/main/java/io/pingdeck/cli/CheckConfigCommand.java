package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Reads the configuration as `serve` would and prints its faults.
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints ok, or every fault that would make serve skip something, and exits with 2.",
    footer = {
      "",
      "Variables that begin with PINGDECK_ are checked too.",
      "",
      "Examples:",
      "  pingdeck check-config",
      "  pingdeck check-config my.yaml --set web.port=8081"
    })
final class CheckConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final ConfigOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file; config/pingdeck.yaml of the installation if missing.")
  private Path file;

  CheckConfigCommand(ConfigOptions options) {
    this.options = requireNonNull(options, "options");
  }

  @Override
  public Integer call() {
    List<Fault> faults =
        options
            .read(Optional.ofNullable(file), () -> PlatformSockets.best().capabilities())
            .leftOut();
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    spec.commandLine().getOut().println("ok");
    return 0;
  }
}

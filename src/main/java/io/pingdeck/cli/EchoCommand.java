package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.app.Codecs;
import io.pingdeck.cli.print.EchoText;
import io.pingdeck.cli.print.Version;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.config.Setting;
import io.pingdeck.echo.EchoServersVerticle;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.net.Sockets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs one echo server in the foreground and prints a summary of its impairments at the end.
@Command(
    name = "echo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = EchoFlags.class,
    subcommands = EchoSetCommand.class,
    description = "Replies to pings, and drops, delays or corrupts replies on purpose.",
    footer = {
      "",
      "Ctrl-C stops it and prints its counters. `echo set` changes a server of a running",
      "Pingdeck instead.",
      "",
      "Examples:",
      "  pingdeck echo udp://127.0.0.1:12000 --loss 0.3 --delay 50ms --jitter 10ms",
      "  pingdeck echo tcp://127.0.0.1:12001 --icmp-error 0.2 --icmp-error-as prohibited",
      "  pingdeck echo set udp://127.0.0.1:12000 --loss 0.5"
    })
final class EchoCommand implements Callable<Integer> {
  private static final long SECONDS = 2;

  private final Supplier<Sockets> sockets;
  private final CountDownLatch stop;

  @Spec private CommandSpec spec;

  // Optional, because the subcommand `echo set` has its own.
  @Parameters(
      arity = "0..1",
      paramLabel = EchoAddress.LABEL,
      description = "Where to listen: udp://127.0.0.1:12000, tcp://[::1]:12001; port 0 is any.")
  private String target;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "lab (upper case), rfc862 (unchanged), greeting (tcp). Default: lab.")
  private String mode = "lab";

  @Option(
      names = {"-v", "--verbose"},
      description = "Print a line for each message: from where, what, and its outcome.")
  private boolean verbose;

  private Optional<MessageLog> messages = Optional.empty();

  /// @param stop ends the command like a signal
  EchoCommand(Supplier<Sockets> sockets, CountDownLatch stop) {
    this.sockets = requireNonNull(sockets, "sockets");
    this.stop = requireNonNull(stop, "stop");
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException, TimeoutException {
    EchoConfig config = config();
    Vertx vertx = CommandLines.vertx();
    Codecs.register(vertx);
    try {
      if (verbose) {
        messages = Optional.of(new MessageLog(this::say, System::nanoTime));
      }
      EchoLog log = messages.<EchoLog>map(known -> known).orElse(EchoLog.NONE);
      get(
          vertx.deployVerticle(
              new EchoServersVerticle(
                  config, sockets.get(), log, config.limits().maxConnections())));
      EchoSnapshot server = snapshot(vertx);
      if (server.listening().isEmpty()) {
        spec.commandLine().getErr().println("pingdeck: " + server.reason());
        return CommandLines.FAILURE;
      }
      say(EchoText.start(server));
      // Runs on a signal, while this thread waits.
      Thread hook = ProcessEnd.before("summary", () -> endBySignal(vertx));
      stop.await();
      Runtime.getRuntime().removeShutdownHook(hook);
      end(vertx);
      return 0;
    } finally {
      vertx.close();
    }
  }

  private EchoConfig config() {
    if (target == null) {
      throw new ParameterException(
          spec.commandLine(), "the address to listen on is missing: udp://127.0.0.1:12000");
    }
    List<Setting> settings = new ArrayList<>(EchoAddress.parse(target).settings());
    settings.add(new Setting("--mode", EchoFlags.SERVER + "mode", mode));
    settings.addAll(EchoFlags.settings(spec.commandLine().getParseResult()));
    EchoConfig all =
        ConfigReader.read(Optional.empty(), Map.of(), settings, ConfigRules.NONE).config().echo();
    return new EchoConfig(List.of(all.servers().getFirst()), all.limits());
  }

  private void endBySignal(Vertx vertx) {
    try {
      end(vertx);
    } catch (StandardOutput.Failed e) {
      spec.commandLine().getErr().println("pingdeck: " + e.getMessage());
    }
  }

  private void end(Vertx vertx) {
    messages.ifPresent(MessageLog::close);
    try {
      EchoText.summary(snapshot(vertx)).forEach(this::say);
    } catch (ExecutionException | TimeoutException e) {
      say("its counters are unknown: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static EchoSnapshot snapshot(Vertx vertx)
      throws InterruptedException, ExecutionException, TimeoutException {
    return get(EchoApi.SERVERS.request(vertx.eventBus(), new EchoApi.All())).servers().getFirst();
  }

  private static <T> T get(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
  }
}

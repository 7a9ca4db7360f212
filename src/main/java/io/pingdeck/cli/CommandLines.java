package io.pingdeck.cli;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenPath;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.alert.AlertCommand;
import io.pingdeck.cli.alert.AlertsCommand;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.cli.settings.ConfigOptions;
import io.pingdeck.cli.user.TokenCommand;
import io.pingdeck.cli.user.UserCommand;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/// Assembles the commands and their common error handling.
public final class CommandLines {
  /// Exit code of misuse: unknown flags, bad values, a bad configuration, a name without an
  /// address.
  static final int MISUSE = 2;

  static final int FAILURE = 1;

  /// Exit code if the output could not be written: the disk is full or the reader closed the pipe.
  static final int UNWRITTEN = 3;

  private static final Set<String> OF_NO_COMMAND = Set.of("-h", "--help", "-V", "--version");

  private static final Set<String> SERVERS = Set.of("serve", "echo");

  private CommandLines() {}

  /// Makes a command that receives packets for long keep CAP_NET_RAW on one thread. For a process
  /// of its own only.
  public static void confineRawSockets(String... args) {
    if (SERVERS.contains(orServe(args)[0])) {
      PlatformSockets.confineRawSockets();
    }
  }

  /// Runs a command to completion.
  ///
  /// @param out standard output; a write failure fails the command
  /// @return the exit code
  public static int run(OutputStream out, PrintWriter err, String... args) {
    PrintWriter printer = new PrintWriter(new StandardOutput(out), true, StandardCharsets.UTF_8);
    try {
      String[] given = orServe(args);
      Preparation.begin(given[0]);
      int code = create(home(), System.getenv(), given[0]::equals, printer, err).execute(given);
      printer.flush();
      return code;
    } catch (StandardOutput.Failed e) {
      return unwritten(e, err);
    }
  }

  public static CommandLine create(PrintWriter out, PrintWriter err) {
    return create(home(), System.getenv(), _ -> true, out, err);
  }

  private static Path home() {
    return Path.of(System.getProperty("pingdeck.home", "."));
  }

  /// @param home installation folder
  /// @param environment the variables that may hold settings
  /// @param wanted the commands by name: picocli takes some milliseconds for each
  static CommandLine create(
      Path home,
      Map<String, String> environment,
      Predicate<String> wanted,
      PrintWriter out,
      PrintWriter err) {
    CommandLine commands = new CommandLine(new Pingdeck());
    Map<String, Supplier<Object>> all = commands(home, environment);
    boolean some = all.keySet().stream().anyMatch(wanted);
    all.forEach((name, command) -> {
      if (!some || wanted.test(name)) {
        commands.addSubcommand(name, command.get());
      }
    });
    return common(commands, out, err);
  }

  private static Map<String, Supplier<Object>> commands(
      Path home, Map<String, String> environment) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("serve", () -> new ServeCommand(new ConfigFile(home, environment)));
    commands.put("ping", CommandLines::ping);
    commands.put("echo", CommandLines::echo);
    commands.put("heartbeat", HeartbeatCommand::new);
    commands.put("alerts", AlertsCommand::new);
    commands.put("alert", AlertCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put(
        "check-config", () -> new CheckConfigCommand(new ConfigOptions(home, environment)));
    commands.put("doctor", () -> new DoctorCommand(new ConfigFile(home, environment)));
    commands.put("health", () -> new HealthCommand(new ConfigFile(home, environment)));
    commands.put("user", () -> UserCommand.create(() -> new ConfigFile(home, environment)));
    commands.put("token", () -> TokenCommand.create(() -> new ConfigFile(home, environment)));
    commands.put("tls", TlsCommand::new);
    commands.put("start-cache", () -> new StartCacheCommand(home));
    return commands;
  }

  private static PingCommand ping() {
    return new PingCommand((caFile, departure) ->
        new LoopRunner(Preparation.SOCKETS.take().join(), caFile, departure));
  }

  /// A separate command line, because picocli adds the flags of [EchoFlags] only to those.
  private static CommandLine echo() {
    return new CommandLine(
        new EchoCommand(() -> Preparation.SOCKETS.take().join(), new CountDownLatch(1)));
  }

  static CommandLine common(CommandLine commands, PrintWriter out, PrintWriter err) {
    return commands
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .registerConverter(Path.class, CommandLines::path)
        .setExecutionStrategy(CommandLines::execute)
        .setParameterExceptionHandler(CommandLines::misused)
        .setExecutionExceptionHandler(CommandLines::failed);
  }

  private static Path path(String text) {
    try {
      return GivenPath.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(GivenText.show(text) + " " + e.getMessage());
    }
  }

  /// No command means `serve`, also if flags of it are given.
  public static String[] orServe(String[] args) {
    boolean none = args.length == 0 || args[0].startsWith("-") && !OF_NO_COMMAND.contains(args[0]);
    return none ? Stream.concat(Stream.of("serve"), Stream.of(args)).toArray(String[]::new) : args;
  }

  /// Help is printed outside of any command, so its exceptions do not reach [#failed].
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (StandardOutput.Failed e) {
      return unwritten(e, parsed.commandSpec().commandLine().getErr());
    }
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("pingdeck: " + e.getMessage());
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return MISUSE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof StandardOutput.Failed unwritten) {
      return unwritten(unwritten, command.getErr());
    }
    if (e instanceof FaultException faults) {
      for (Fault fault : faults.faults()) {
        command.getErr().println("pingdeck: " + fault);
      }
      return MISUSE;
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("pingdeck: " + message);
    return FAILURE;
  }

  private static int unwritten(StandardOutput.Failed e, PrintWriter err) {
    if (!e.nobodyReads()) {
      err.println("pingdeck: " + e.getMessage());
    }
    return UNWRITTEN;
  }

  @Command(
      name = "pingdeck",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel =
          "[serve | ping | echo | heartbeat | alerts | alert | report | check-config | doctor |"
              + " health | user | token | tls | start-cache]",
      description = "Measures round trips and shows them live in a browser.",
      footer = {
        "",
        "Without a command it serves the page: the same as `pingdeck serve`.",
        "",
        "Examples:",
        "  pingdeck",
        "  pingdeck ping udp://127.0.0.1:12000 -c 10 -i 0.2",
        "  pingdeck echo udp://127.0.0.1:12000 --loss 0.3",
        "  pingdeck heartbeat send udp://127.0.0.1:12002 --name build-7",
        "  pingdeck serve --help"
      })
  private static final class Pingdeck {}

  /// Disables the file cache, because a killed process would leave it in /tmp.
  static Vertx vertx() {
    FileSystemOptions none =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return Vertx.vertx(new VertxOptions().setFileSystemOptions(none));
  }
}

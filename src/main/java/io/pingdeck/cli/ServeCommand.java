package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.app.MainVerticle;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.config.AppConfig;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.history.sqlite.DirectoryLock;
import io.pingdeck.log.RepeatedLines;
import io.pingdeck.net.Loopback;
import io.pingdeck.net.PortHolder;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.web.access.NoUserException;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Runs the server until a signal ends the process.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Serves the page, and runs the pings and echo servers behind it.",
    footer = {
      "",
      "Flags override environment variables (PINGDECK_WEB_PORT=8081), which override the file.",
      "",
      "Examples:",
      "  pingdeck serve",
      "  pingdeck serve --web-port 8081 --echo-port 0",
      "  pingdeck serve --config my.yaml --set echo.servers.0.loss=0.3"
    })
final class ServeCommand implements Callable<Integer> {
  private static final long STOP_SECONDS = 2;

  @Spec private CommandSpec spec;
  @Mixin private final ConfigFile file;

  ServeCommand(ConfigFile file) {
    this.file = requireNonNull(file, "file");
  }

  @Override
  public Integer call() throws InterruptedException {
    CompletableFuture<Sockets> sockets = Preparation.SOCKETS.take();
    ConfigReader.Checked checked = file.read(() -> sockets.join().capabilities());
    AppConfig config = checked.config();
    checked.leftOut().forEach(fault -> spec.commandLine().getErr().println("pingdeck: " + fault));
    DataPlace place = file.place(config);
    create(place);
    Vertx vertx = Preparation.VERTX.take().join();
    MainVerticle main = new MainVerticle(config, file.home(), place, sockets.join());
    CompletableFuture<String> started =
        vertx.deployVerticle(main).toCompletionStage().toCompletableFuture();
    ProcessEnd.before("shutdown", () -> close(vertx, main, started));
    try {
      started.get();
    } catch (ExecutionException e) {
      ProcessEnd.awaitIfBegun();
      spec.commandLine().getErr().println("pingdeck: " + why(e.getCause(), config.web()));
      return CommandLines.FAILURE;
    }
    sayReady(config.web().url(main.webPort()), place);
    main.warmUp();
    ProcessEnd.await(); // the shutdown hook does the rest
    return 0;
  }

  /// The service continues even if its output cannot be written.
  private void sayReady(String url, DataPlace place) {
    Loopback.fault().ifPresent(say -> spec.commandLine().getErr().println("pingdeck: " + say));
    place.notice().ifPresent(say -> spec.commandLine().getErr().println("pingdeck: " + say));
    try {
      spec.commandLine()
          .getOut()
          .println("Pingdeck is ready: " + url + System.lineSeparator() + data(place));
    } catch (StandardOutput.Failed e) {
      spec.commandLine().getErr().println("pingdeck: " + e.getMessage() + "; ready: " + url);
    }
  }

  /// A folder that cannot be created is no failure: the program runs without history, and says so.
  private static void create(DataPlace place) {
    try {
      PrivateFiles.createFolders(place.folder());
    } catch (IOException e) {
      // The ready line and the history say that it cannot be written.
    }
  }

  private static String data(DataPlace place) {
    Path folder = place.folder();
    return "Data folder: "
        + folder
        + (Files.isWritable(folder) ? "" : " (cannot be written; data.dir names another)");
  }

  /// A second Pingdeck with the same settings lacks both the data folder and the port: both are
  /// told at once.
  private String why(Throwable cause, WebConfig web) {
    Endpoint wanted = Endpoint.of(InetAddress.ofLiteral(web.host()), web.port());
    boolean taken = web.port() != 0 && PortHolder.of(false, wanted).isPresent();
    if (cause instanceof NoUserException) {
      return cause.getMessage() + ": pingdeck user add NAME --role admin" + file.dataFlags();
    }
    if (cause instanceof BindException) {
      String reason = taken ? PortHolder.fact(false, wanted) : cause.getMessage();
      return "cannot listen on " + web.url(web.port()) + ": " + reason + another(wanted);
    }
    String said = "cannot start: " + cause.getMessage();
    return taken && cause instanceof DirectoryLock.InUseException
        ? said + "; also, " + PortHolder.fact(false, wanted) + another(wanted)
        : said;
  }

  private static String another(Endpoint taken) {
    return "; choose another port: "
        + freePort(taken).map(port -> "--web-port " + port + " is free, ").orElse("")
        + "--web-port 0 takes any free one";
  }

  /// The next free port.
  private static Optional<Integer> freePort(Endpoint taken) {
    for (int port = taken.port() + 1; port <= Math.min(taken.port() + 100, 65535); port++) {
      try (ServerSocket attempt = new ServerSocket()) {
        attempt.bind(taken.withPort(port).socketAddress());
        return Optional.of(port);
      } catch (IOException e) {
        // taken as well
      }
    }
    return Optional.empty();
  }

  private static void close(Vertx vertx, MainVerticle main, CompletableFuture<String> started) {
    main.cancel();
    try {
      started
          .handle((deployed, failure) -> vertx.close().toCompletionStage())
          .thenCompose(closed -> closed)
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends either way, and the system closes what is still open.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      RepeatedLines.tellAll();
    }
  }
}

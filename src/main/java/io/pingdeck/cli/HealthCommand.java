package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.FaultException;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.cli.settings.PageUrl;
import io.pingdeck.pem.AnyCertificate;
import io.pingdeck.web.http.WebConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Asks a running Pingdeck on this host whether it is ready, for supervisors: a container's health
/// check, a systemd timer.
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Asks the Pingdeck that runs here whether it is ready.",
    footer = {
      "",
      "The port is that of the configuration, which is read as serve reads it. Exits with 0 if it"
          + " is ready, 1 if it is not or does not answer within 3 seconds.",
      "",
      "Examples:",
      "  pingdeck health",
      "  pingdeck health --url http://127.0.0.1:8081"
    })
final class HealthCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 3000;
  private static final String READY = "{\"status\":\"ready\"}";
  private static final int LONGEST_ANSWER_BYTES = 4096;

  @Spec private CommandSpec spec;
  @Mixin private final ConfigFile file;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where it serves its page, in place of what the configuration says.")
  private String url;

  HealthCommand(ConfigFile file) {
    this.file = requireNonNull(file, "file");
  }

  @Override
  public Integer call() {
    URI page = page();
    // The timeouts of the connection start again with each byte.
    FutureTask<Integer> answer = new FutureTask<>(() -> ask(URI.create(page + "/health/ready")));
    Thread.ofVirtual().start(answer);
    try {
      return answer.get(PATIENCE_MILLIS, MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(page, e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw unreachable(page, "timed out");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(page, "interrupted");
    }
  }

  private static IllegalStateException unreachable(URI page, String why) {
    return new IllegalStateException("cannot reach Pingdeck at " + page + ": " + why);
  }

  private URI page() {
    if (url != null) {
      return PageUrl.parse(url);
    }
    WebConfig web = file.read(() -> PlatformSockets.best().capabilities()).config().web();
    if (web.port() == 0) {
      throw new FaultException("web.port", "is 0, any free port: name it with --url");
    }
    return URI.create(web.url(web.port()));
  }

  private int ask(URI ready) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection https) {
      AnyCertificate.accept(https); // nothing secret is sent
    }
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setInstanceFollowRedirects(false);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      String said =
          body == null ? "" : new String(body.readNBytes(LONGEST_ANSWER_BYTES), UTF_8).strip();
      boolean isReady = status == HttpURLConnection.HTTP_OK;
      if (isReady && !said.equals(READY)) {
        throw new IOException("what answers there is not Pingdeck");
      }
      String shown = said.replaceAll("\\p{Cntrl}", "?");
      spec.commandLine().getOut().println(shown.isEmpty() ? "HTTP status " + status : shown);
      return isReady ? 0 : CommandLines.FAILURE;
    }
  }
}

package io.pingdeck.cli;

import io.pingdeck.base.FaultException;
import io.pingdeck.cli.print.Version;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Changes the impairment of an echo server of a running Pingdeck, by REST. Unnamed settings keep
/// their values.
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = EchoFlags.class,
    description = "Changes an echo server of a running Pingdeck; other settings stay as they are.",
    footer = {
      "",
      "Exits with 0 if it was changed, 1 if Pingdeck cannot be reached, 2 if it refuses.",
      "",
      "Examples:",
      "  pingdeck echo set udp://127.0.0.1:12000 --loss 0.5 --seed 42",
      "  pingdeck echo set tcp://127.0.0.1:12001 --stall 0.2 --url http://127.0.0.1:8081"
    })
final class EchoSetCommand implements Callable<Integer> {
  private static final long SECONDS = 10;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d+)?");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = EchoAddress.LABEL,
      description = "Where the server listens: udp://127.0.0.1:12000.")
  private String target;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where Pingdeck serves its page. Default: http://127.0.0.1:8080.")
  private String url = "http://127.0.0.1:8080";

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "https: certificates in PEM that are trusted besides those of the Java runtime, such as"
              + " the one of `pingdeck tls self-signed`.")
  private Path caFile;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Where a login is required: the file whose first line is a token with the role operator,"
              + " from `pingdeck token create`.")
  private Path tokenFile;

  @Override
  public Integer call() throws InterruptedException {
    EchoAddress server = EchoAddress.parse(target);
    JsonObject change = change();
    WebClientOptions options = options();
    Optional<String> token = token();
    Vertx vertx = CommandLines.vertx();
    try {
      return report(patch(WebClient.create(vertx, options), server, change, token));
    } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      err()
          .println(
              "pingdeck: cannot reach Pingdeck at "
                  + url
                  + ": "
                  + cause.getMessage()
                  + (cause instanceof SSLException
                      ? "; --ca-file names the certificate to trust"
                      : "; --url names another address"));
      return CommandLines.FAILURE;
    } finally {
      vertx.close();
    }
  }

  private JsonObject change() {
    List<EchoFlags.Given> given = EchoFlags.given(spec.commandLine().getParseResult());
    if (given.isEmpty()) {
      throw new FaultException("echo set", "changes nothing: name a flag, such as --loss 0.3");
    }
    JsonObject change = new JsonObject();
    given.forEach(one -> change.put(one.key(), value(one.text())));
    return change;
  }

  /// Converts numbers only; the server checks whether the type is right.
  private static Object value(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return text;
    }
    return text.indexOf('.') < 0 ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
  }

  private WebClientOptions options() {
    WebClientOptions options = new WebClientOptions();
    return caFile == null
        ? options
        : options.setTrustOptions(
            TrustOptions.wrap(TrustedCertificates.load(Optional.of(caFile)).check()));
  }

  private Optional<String> token() {
    if (tokenFile == null) {
      return Optional.empty();
    }
    try (BufferedReader lines = Files.newBufferedReader(tokenFile)) {
      String line = lines.readLine();
      if (line == null || line.isBlank()) {
        throw new FaultException("--token-file", tokenFile + " has no token in its first line");
      }
      return Optional.of(line.strip());
    } catch (IOException e) {
      throw new FaultException("--token-file", "cannot read " + tokenFile + ": " + e.getMessage());
    }
  }

  private HttpResponse<Buffer> patch(
      WebClient client, EchoAddress server, JsonObject change, Optional<String> token)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpRequest<Buffer> request = client.patchAbs(url + "/api/v1/echo-servers/" + server.id());
    token.ifPresent(request::bearerTokenAuthentication);
    return request
        .sendJsonObject(change)
        .toCompletionStage()
        .toCompletableFuture()
        .get(SECONDS, TimeUnit.SECONDS);
  }

  private int report(HttpResponse<Buffer> answer) {
    if (answer.statusCode() == 200) {
      JsonObject server = answer.bodyAsJsonObject();
      EchoFlags.given(spec.commandLine().getParseResult())
          .forEach(one -> out().println(one.key() + ": " + server.getValue(one.key())));
      return 0;
    }
    if (answer.statusCode() == NOT_FOUND) {
      err()
          .println(
              "pingdeck: there is no echo server "
                  + target
                  + " at "
                  + url
                  + "; --url names another Pingdeck");
      return CommandLines.MISUSE;
    }
    JsonObject problem = answer.bodyAsJsonObject();
    JsonArray errors = problem.getJsonArray("errors", new JsonArray());
    if (errors.isEmpty()) {
      String why = problem.getString("detail", problem.getString("title"));
      String mend =
          answer.statusCode() == UNAUTHORIZED ? "; --token-file names a token to send" : "";
      err().println("pingdeck: " + why + mend);
    }
    for (int i = 0; i < errors.size(); i++) {
      JsonObject fault = errors.getJsonObject(i);
      err()
          .println(
              "pingdeck: "
                  + EchoFlags.name(fault.getString("field"))
                  + ": "
                  + fault.getString("message"));
    }
    return CommandLines.MISUSE;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}

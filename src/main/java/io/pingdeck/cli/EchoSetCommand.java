package io.pingdeck.cli;

import io.pingdeck.base.FaultException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
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
    versionProvider = CommandLines.Version.class,
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

  @Override
  public Integer call() throws InterruptedException {
    EchoAddress server = EchoAddress.parse(target);
    JsonObject change = change();
    Vertx vertx = CommandLines.vertx();
    try {
      return report(patch(vertx, server, change));
    } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      err()
          .println(
              "pingdeck: cannot reach Pingdeck at "
                  + url
                  + ": "
                  + cause.getMessage()
                  + "; --url names another address");
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

  private HttpResponse<Buffer> patch(Vertx vertx, EchoAddress server, JsonObject change)
      throws InterruptedException, ExecutionException, TimeoutException {
    return WebClient.create(vertx)
        .patchAbs(url + "/api/v1/echo-servers/" + server.id())
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
      err().println("pingdeck: " + problem.getString("detail", problem.getString("title")));
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

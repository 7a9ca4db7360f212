package io.pingdeck.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The packaged program with its own data directory, and its REST interface.
final class Served implements AutoCloseable {
  private static final String READY = "Pingdeck is ready: ";
  private static final String PINGS = "/api/v1/pings";
  private static final int PAGE = 1000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Program program;
  private final Path errors;
  private final URI page;

  private Served(Program program, Path errors, URI page) {
    this.program = program;
    this.errors = errors;
    this.page = page;
  }

  /// @param data its data directory; its stderr goes to a file beside it
  /// @param settings `key=value`, as on its command line
  static Served start(Path distribution, Path data, String... settings) {
    return start(List.of(distribution.resolve("bin/pingdeck").toString()), data, settings);
  }

  /// @param program how to start it, without its command
  static Served start(List<String> program, Path data, String... settings) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("serve", "--web-port", "0"));
    command.addAll(List.of("--heartbeat-port", "0", "--set", "echo.servers=[]"));
    command.addAll(List.of("--set", "data.dir=" + data.toAbsolutePath()));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Path errors = data.resolveSibling(data.getFileName() + ".log");
    Program started = Program.start(command, Redirect.to(errors.toFile()));
    return new Served(started, errors, URI.create(started.line().substring(READY.length())));
  }

  URI page() {
    return page;
  }

  Program program() {
    return program;
  }

  /// The lines of its stderr so far.
  List<String> complaints() {
    try {
      return Files.readAllLines(errors, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject get(String path) {
    return new JsonObject(text(path));
  }

  String text(String path) {
    return send(HttpRequest.newBuilder(page.resolve(path)).build());
  }

  JsonObject post(String path, JsonObject body) {
    return new JsonObject(
        send(
            HttpRequest.newBuilder(page.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build()));
  }

  /// Starts a ping to each target.
  ///
  /// @return their ids
  List<String> startPings(List<String> targets, String interval) {
    JsonObject body =
        new JsonObject().put("targets", new JsonArray(targets)).put("interval", interval);
    return post(PINGS + "/batch", body).getJsonArray("pings").stream()
        .map(ping -> ((JsonObject) ping).getString("id"))
        .toList();
  }

  /// Every ping, by id.
  TreeMap<String, JsonObject> pings() {
    TreeMap<String, JsonObject> pings = new TreeMap<>();
    String after = "";
    while (after != null) {
      JsonObject answer =
          get(PINGS + "?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + after));
      for (Object ping : answer.getJsonArray("pings")) {
        pings.put(((JsonObject) ping).getString("id"), (JsonObject) ping);
      }
      after = answer.getString("next");
    }
    return pings;
  }

  /// The state of the history.
  JsonObject history() {
    return get("/api/v1/system").getJsonObject("history");
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(request.uri() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Ends the program like a user, and waits for it.
  @Override
  public void close() {
    http.close();
    program.close();
  }
}

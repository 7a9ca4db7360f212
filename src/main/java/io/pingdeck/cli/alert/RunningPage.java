package io.pingdeck.cli.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.FaultException;
import io.pingdeck.cli.settings.PageUrl;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Asks a running Pingdeck by REST.
final class RunningPage {
  private static final int CONNECT_MILLIS = 3000;
  private static final int ANSWER_MILLIS = 60_000;
  private static final int LONGEST_ANSWER_BYTES = 64 << 20;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where Pingdeck serves its page; ${DEFAULT-VALUE} if missing.")
  private String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file whose first line is a token, where a login is required.")
  private Path tokenFile;

  /// The value of a query parameter.
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /// @param path path and query below `/api/v1`
  /// @throws FaultException if it does not answer, or with an error
  JsonObject get(String path) {
    URI page = PageUrl.parse(url);
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(page + "/api/v1" + path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      connection.setInstanceFollowRedirects(false);
      if (tokenFile != null) {
        connection.setRequestProperty("Authorization", "Bearer " + token());
      }
      return answer(connection);
    } catch (IOException | DecodeException e) {
      throw new FaultException("--url", "Pingdeck at " + page + ": " + e.getMessage());
    }
  }

  private static JsonObject answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    boolean isError = status >= HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream body = isError ? connection.getErrorStream() : connection.getInputStream()) {
      String text = body == null ? "" : new String(body.readNBytes(LONGEST_ANSWER_BYTES), UTF_8);
      if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw new IOException("it requires a login: give it a token with --token-file");
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + status + ", " + problem(text));
      }
      return new JsonObject(text);
    }
  }

  /// The sentence of an error, see `Problem` in openapi.yaml.
  private static String problem(String text) {
    try {
      return new JsonObject(text).getString("detail", text.strip());
    } catch (DecodeException e) {
      return text.strip();
    }
  }

  private String token() {
    try {
      return Files.readString(tokenFile).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new FaultException("--token-file", "cannot read " + tokenFile + ": " + e);
    }
  }
}

package io.pingdeck.web.access;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.base.FaultException;
import io.pingdeck.fuzz.FuzzCheck;
import io.pingdeck.json.JsonFields;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.function.Consumer;

/// Every Cookie header has a bounded number of sessions, and every body of a login, a user or a
/// token is read or refused with its fields.
public final class AccessFuzz {
  private static final String COOKIE = "pingdeck_session";
  private static final int MOST_SESSIONS = 16;

  private AccessFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    cookies(text);
    read(
        text,
        fields -> {
          SessionRoutes.required(fields, "name");
          SessionRoutes.required(fields, "password");
        });
    read(
        text,
        fields -> {
          SessionRoutes.required(fields, "name");
          UserRoutes.requiredRole(fields);
        });
    read(
        text,
        fields -> {
          SessionRoutes.required(fields, "name");
          UserRoutes.requiredRole(fields);
          TokenRoutes.lifetime(fields)
              .ifPresent(life -> require(!life.isNegative(), "a negative life"));
        });
  }

  private static void cookies(String text) {
    List<String> sessions = SecretCookie.read(COOKIE, List.of(text, COOKIE + "=" + text));
    require(sessions.size() <= MOST_SESSIONS, "too many sessions");
    require(
        sessions.stream().allMatch(id -> id.chars().allMatch(c -> c > ' ' && c <= '~')),
        "a session that no cookie can name");
  }

  private static void read(String body, Consumer<JsonFields> reader) {
    try {
      JsonFields fields = JsonFields.parse(body);
      reader.accept(fields);
      fields.complete(() -> body);
    } catch (FaultException e) {
      requireFaults(e);
    } catch (HttpException e) {
      require(e.getStatusCode() == 400, "not the client's fault");
      requireMessage(e.getPayload());
    }
  }
}

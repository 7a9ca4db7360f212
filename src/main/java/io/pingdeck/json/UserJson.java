package io.pingdeck.json;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Users, tokens, logins and the audit log as JSON. Hashes never leave the program.
public final class UserJson {
  private UserJson() {}

  /// @param provider name of the OpenID provider where people may log in
  /// @param caller empty if the request has no login
  public static JsonObject session(
      boolean loginRequired,
      boolean setupRequired,
      Optional<String> provider,
      Optional<Caller> caller) {
    JsonObject json =
        new JsonObject().put("loginRequired", loginRequired).put("setupRequired", setupRequired);
    provider.ifPresent(name -> json.put("provider", name));
    caller.ifPresent(who ->
        json.put(
            "user",
            new JsonObject()
                .put("name", who.name())
                .put("role", who.role().word())
                .put("proof", who.proof().name().toLowerCase(Locale.ROOT))));
    return json;
  }

  public static JsonObject users(List<User> users) {
    return new JsonObject()
        .put("users", new JsonArray(users.stream().map(UserJson::user).toList()));
  }

  public static JsonObject user(User user) {
    return new JsonObject()
        .put("name", user.name())
        .put("role", user.role().word())
        .put("created", user.created().toString());
  }

  public static JsonObject tokens(List<Token> tokens) {
    return new JsonObject()
        .put("tokens", new JsonArray(tokens.stream().map(UserJson::token).toList()));
  }

  /// Without the secret, which nobody knows any more.
  public static JsonObject token(Token token) {
    JsonObject json =
        new JsonObject()
            .put("id", token.id())
            .put("name", token.name())
            .put("role", token.role().word())
            .put("created", token.created().toString());
    token.expires().map(Instant::toString).ifPresent(moment -> json.put("expires", moment));
    token.lastUsed().map(Instant::toString).ifPresent(moment -> json.put("lastUsed", moment));
    return json;
  }

  public static JsonObject audit(List<AuditEntry> entries) {
    return new JsonObject()
        .put("entries", new JsonArray(entries.stream().map(UserJson::entry).toList()));
  }

  /// What is empty or zero in the entry is missing.
  private static JsonObject entry(AuditEntry entry) {
    JsonObject json = new JsonObject().put("at", entry.at().toString());
    put(json, "who", entry.who());
    put(json, "role", entry.role());
    put(json, "proof", entry.proof());
    put(json, "source", entry.source());
    json.put("action", entry.action());
    put(json, "object", entry.object());
    put(json, "detail", entry.detail());
    if (entry.status() != 0) {
      json.put("status", entry.status());
    }
    return json;
  }

  private static void put(JsonObject json, String key, String text) {
    if (!text.isEmpty()) {
      json.put(key, text);
    }
  }
}

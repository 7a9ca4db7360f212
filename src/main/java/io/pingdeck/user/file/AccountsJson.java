package io.pingdeck.user.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.base.GivenText;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.password.PasswordHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// The content of the file of users: `{"format": 1, "users": [...], "tokens": [...]}`. Reading is
/// strict, because a role or a name that was guessed lets the wrong person in.
final class AccountsJson {
  static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// The largest integer that every JSON reader keeps exactly.
  private static final long LARGEST = (1L << 53) - 1;

  private final Path file;

  private AccountsJson(Path file) {
    this.file = file;
  }

  static byte[] write(Accounts accounts) {
    ObjectNode all = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode users = all.putArray("users");
    for (Account account : accounts.users()) {
      User user = account.user();
      users
          .addObject()
          .put("name", user.name())
          .put("role", user.role().word())
          .put("generation", user.generation())
          .put("created", user.created().toString())
          .put("hash", account.hash());
    }
    ArrayNode tokens = all.putArray("tokens");
    for (Token token : accounts.tokens()) {
      ObjectNode node =
          tokens
              .addObject()
              .put("id", token.id())
              .put("name", token.name())
              .put("role", token.role().word())
              .put("hash", token.hash())
              .put("created", token.created().toString());
      token.expires().ifPresent(at -> node.put("expires", at.toString()));
      token.lastUsed().ifPresent(at -> node.put("lastUsed", at.toString()));
    }
    try {
      return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n").getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param file for messages
  /// @throws NewerFormatException if a newer version wrote it
  static Accounts read(Path file, byte[] text) throws DamagedUsersException {
    return new AccountsJson(file).read(text);
  }

  private Accounts read(byte[] text) throws DamagedUsersException {
    JsonNode all;
    try {
      all = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // The message of Jackson quotes the text, which holds hashes.
      String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw damaged("it is not JSON" + where);
    } catch (IOException e) {
      throw damaged("it is not JSON");
    }
    if (!all.isObject() || !all.path("format").isInt()) {
      throw damaged("it has no format, a number such as " + FORMAT);
    }
    int format = all.path("format").asInt();
    if (format > FORMAT) {
      throw NewerFormatException.of(file, format, FORMAT);
    }
    if (format < 1) {
      throw damaged("format: " + format + " is none (" + FORMAT + ")");
    }
    only(all, "", Set.of("format", "users", "tokens"));
    List<Account> users = each(all, "users", this::account);
    List<Token> tokens = each(all, "tokens", this::token);
    unique("users", users, account -> account.user().name());
    unique("tokens", tokens, Token::name);
    unique("tokens", tokens, Token::id);
    return new Accounts(users, tokens);
  }

  private DamagedUsersException damaged(String fault) {
    return new DamagedUsersException(file, fault);
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonNode node, String at) throws DamagedUsersException;
  }

  private <T> List<T> each(JsonNode all, String key, Reader<T> reader)
      throws DamagedUsersException {
    JsonNode list = all.path(key);
    if (!list.isArray()) {
      throw damaged(key + " is missing or no list");
    }
    if (list.size() > Accounts.MOST) {
      throw damaged(key + " has " + list.size() + " entries (at most " + Accounts.MOST + ")");
    }
    List<T> read = new ArrayList<>();
    for (JsonNode node : list) {
      String at = key + "[" + read.size() + "]";
      if (!node.isObject()) {
        throw damaged(at + " is no object");
      }
      read.add(reader.read(node, at));
    }
    return read;
  }

  private Account account(JsonNode node, String at) throws DamagedUsersException {
    only(node, at, Set.of("name", "role", "generation", "created", "hash"));
    String name = name(node, at);
    JsonNode generation = node.path("generation");
    if (!generation.canConvertToLong()
        || !generation.isIntegralNumber()
        || generation.asLong() < 0
        || generation.asLong() > LARGEST) {
      throw damaged(at + ".generation is missing or no whole number (0-" + LARGEST + ")");
    }
    User user = new User(name, role(node, at), generation.asLong(), instant(node, at, "created"));
    return new Account(
        user,
        text(node, at, "hash", PasswordHash::isHash, _ -> "is no Argon2id hash of this version"));
  }

  private Token token(JsonNode node, String at) throws DamagedUsersException {
    only(node, at, Set.of("id", "name", "role", "hash", "created", "expires", "lastUsed"));
    return new Token(
        text(
            node,
            at,
            "id",
            id -> id.matches("[a-z0-9]{8}"),
            id -> GivenText.show(id) + " is no id (8 letters and digits)"),
        name(node, at),
        role(node, at),
        text(
            node,
            at,
            "hash",
            hash -> hash.matches("[0-9a-f]{64}"),
            _ -> "is no SHA-256 in lower-case hex"),
        instant(node, at, "created"),
        node.has("expires") ? Optional.of(instant(node, at, "expires")) : Optional.empty(),
        node.has("lastUsed") ? Optional.of(instant(node, at, "lastUsed")) : Optional.empty());
  }

  private String name(JsonNode node, String at) throws DamagedUsersException {
    return text(node, at, "name", UserRules::isName, UserRules::nameFault);
  }

  private Role role(JsonNode node, String at) throws DamagedUsersException {
    String word =
        text(
            node,
            at,
            "role",
            given -> Role.of(given).isPresent(),
            given -> GivenText.show(given) + " is not a role (" + UserRules.roles() + ")");
    return Role.of(word).orElseThrow();
  }

  private Instant instant(JsonNode node, String at, String key) throws DamagedUsersException {
    String given = text(node, at, key, _ -> true, _ -> "");
    try {
      return Instant.parse(given);
    } catch (DateTimeException e) {
      throw damaged(
          at + "." + key + ": " + GivenText.show(given) + " is not a time (2026-01-02T03:04:05Z)");
    }
  }

  private String text(
      JsonNode node,
      String at,
      String key,
      Predicate<String> allowed,
      Function<String, String> fault)
      throws DamagedUsersException {
    JsonNode value = node.path(key);
    if (!value.isTextual()) {
      throw damaged(at + "." + key + " is missing or no text");
    }
    String given = value.asText();
    if (!allowed.test(given)) {
      throw damaged(at + "." + key + ": " + fault.apply(given));
    }
    return given;
  }

  private void only(JsonNode node, String at, Set<String> keys) throws DamagedUsersException {
    for (var key : node.properties()) {
      if (!keys.contains(key.getKey())) {
        throw damaged(
            (at.isEmpty() ? "" : at + ": ")
                + GivenText.show(key.getKey())
                + " is no key ("
                + String.join(", ", new TreeSet<>(keys))
                + ")");
      }
    }
  }

  private <T> void unique(String key, List<T> all, Function<T, String> name)
      throws DamagedUsersException {
    Set<String> seen = new HashSet<>();
    for (T one : all) {
      if (!seen.add(name.apply(one).toLowerCase(Locale.ROOT))) {
        throw damaged(key + ": " + name.apply(one) + " is there twice; case does not matter");
      }
    }
  }
}

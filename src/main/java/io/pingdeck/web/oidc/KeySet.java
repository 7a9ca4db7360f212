package io.pingdeck.web.oidc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The public keys of the provider (RFC 7517). Others, and what is malformed, are left out.
final class KeySet {
  static final KeySet EMPTY = new KeySet(List.of());

  private static final int MOST_KEYS = 64;

  /// The kind of key of each algorithm that is accepted: signatures with a public key alone. With
  /// `none` anybody could sign, and with HS256 whoever knows the public key.
  private static final Map<String, String> KINDS =
      Map.of(
          "RS256",
          "RSA",
          "RS384",
          "RSA",
          "RS512",
          "RSA",
          "PS256",
          "RSA",
          "PS384",
          "RSA",
          "PS512",
          "RSA",
          "ES256",
          "EC P-256",
          "ES384",
          "EC P-384",
          "ES512",
          "EC P-521");

  private final List<JsonObject> keys;

  private KeySet(List<JsonObject> keys) {
    this.keys = keys;
  }

  static KeySet read(JsonObject document) {
    if (!(document.getValue("keys") instanceof JsonArray all)) {
      throw new ProviderException("the OpenID provider publishes no keys");
    }
    return new KeySet(
        all.stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .filter(key -> !"enc".equals(key.getValue("use")))
            .limit(MOST_KEYS)
            .toList());
  }

  static boolean isAccepted(String algorithm) {
    return KINDS.containsKey(algorithm);
  }

  /// The keys that may have made a signature, reduced to what a key needs: members that are not
  /// known here must not change how it is used.
  ///
  /// @param id of the key; empty: the token names none, so each may be meant
  List<JsonObject> of(String algorithm, Optional<String> id) {
    return keys.stream()
        .filter(key -> KINDS.get(algorithm).equals(kind(key)))
        .filter(key -> key.getValue("alg") == null || algorithm.equals(key.getValue("alg")))
        .filter(key -> id.isEmpty() || id.get().equals(key.getValue("kid")))
        .map(key -> reduced(key).put("alg", algorithm))
        .toList();
  }

  private static String kind(JsonObject key) {
    return "EC".equals(key.getValue("kty"))
        ? "EC " + key.getValue("crv")
        : String.valueOf(key.getValue("kty"));
  }

  private static JsonObject reduced(JsonObject key) {
    JsonObject reduced = new JsonObject();
    Stream.of("kty", "n", "e", "crv", "x", "y")
        .filter(name -> key.getValue(name) instanceof String)
        .forEach(name -> reduced.put(name, key.getValue(name)));
    return reduced;
  }
}

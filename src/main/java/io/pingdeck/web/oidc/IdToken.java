package io.pingdeck.web.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// An ID token (OpenID Connect Core 1.0, section 2) whose signature has not been checked yet.
///
/// @param text the whole token
/// @param keyId of the key that signed it; empty: not named
record IdToken(String text, String algorithm, Optional<String> keyId, JsonObject claims) {
  /// For clocks that differ.
  static final Duration LEEWAY = Duration.ofSeconds(60);

  private static final int LONGEST = 64 << 10;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /// @throws TokenException if it is no signed token, or signed in a way that proves nothing
  static IdToken parse(String text) {
    if (text.length() > LONGEST) {
      throw new TokenException("it has more than " + LONGEST + " characters");
    }
    if (!FORM.matcher(text).matches()) {
      throw new TokenException("it is not a signed token");
    }
    String[] parts = text.split("\\.");
    JsonObject header = json(parts[0]);
    String algorithm = header.getValue("alg") instanceof String given ? given : "";
    if (!KeySet.isAccepted(algorithm)) {
      throw new TokenException("its algorithm is not accepted");
    }
    // RFC 7515, section 4.1.11: what must be understood is not.
    if (header.containsKey("crit")) {
      throw new TokenException("it has critical headers");
    }
    Optional<String> keyId =
        header.getValue("kid") instanceof String given ? Optional.of(given) : Optional.empty();
    return new IdToken(text, algorithm, keyId, json(parts[1]));
  }

  private static JsonObject json(String part) {
    try {
      return Buffer.buffer(new String(Base64.getUrlDecoder().decode(part), UTF_8)).toJsonObject();
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      throw new TokenException("it is not JSON");
    }
  }

  /// What section 3.1.3.7 demands besides the signature.
  ///
  /// @throws TokenException
  void check(String issuer, String clientId, String nonce, Instant now) {
    demand(issuer.equals(claims.getValue("iss")), "it is of another issuer");
    demand(isFor(clientId), "it is for another client");
    long seconds = now.getEpochSecond();
    long leeway = LEEWAY.toSeconds();
    demand(moment("exp") > seconds - leeway, "it has expired");
    demand(moment("iat") <= seconds + leeway, "it is from the future");
    demand(!claims.containsKey("nbf") || moment("nbf") <= seconds + leeway, "it is not valid yet");
    demand(nonce.equals(claims.getValue("nonce")), "it is for another login (nonce)");
    demand(
        claims.getValue("sub") instanceof String sub && !sub.isEmpty() && sub.length() <= 255,
        "it names no subject");
  }

  private boolean isFor(String clientId) {
    Object party = claims.getValue("azp");
    if (party != null && !clientId.equals(party)) {
      return false;
    }
    return claims.getValue("aud") instanceof JsonArray several
        ? several.contains(clientId) && (several.size() == 1 || party != null)
        : clientId.equals(claims.getValue("aud"));
  }

  private long moment(String claim) {
    demand(claims.getValue(claim) instanceof Number, claim + " is missing");
    return ((Number) claims.getValue(claim)).longValue();
  }

  private static void demand(boolean holds, String fault) {
    if (!holds) {
      throw new TokenException(fault);
    }
  }
}

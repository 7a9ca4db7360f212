package io.pingdeck.web.oidc;

import io.pingdeck.user.api.Role;
import io.pingdeck.web.http.ForeignName;
import io.pingdeck.web.http.OidcConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;

/// Who a person is here, by the claims of the provider.
final class Claims {
  private Claims() {}

  /// @param claims of a token that is genuine
  /// @throws HttpException 403 if the person has no name or no role here
  static Person person(JsonObject claims, OidcConfig config) {
    String name =
        claim(claims, config.nameClaim())
            .filter(String.class::isInstance)
            .flatMap(given -> ForeignName.of((String) given))
            .orElseThrow(() ->
                new HttpException(
                    403,
                    "the OpenID provider gives no usable name in the claim %s (web.oidc.nameClaim)"
                        .formatted(config.nameClaim())));
    Role role =
        config
            .roles()
            .of(texts(claim(claims, config.roleClaim())))
            .orElseThrow(() ->
                new HttpException(
                    403,
                    "%s has no role here: no value of the claim %s gives one (web.oidc.roles)"
                        .formatted(name, config.roleClaim())));
    return new Person(claims.getString("sub"), name, role);
  }

  private static List<String> texts(Optional<Object> claim) {
    return switch (claim.orElse(null)) {
      case String one -> List.of(one);
      case JsonArray several ->
          several.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  /// The value of a claim. A name that is none itself is a path through objects, with dots.
  private static Optional<Object> claim(JsonObject claims, String path) {
    Object own = claims.getValue(path);
    int dot = path.indexOf('.');
    if (own != null || dot < 0) {
      return Optional.ofNullable(own);
    }
    return claims.getValue(path.substring(0, dot)) instanceof JsonObject inner
        ? claim(inner, path.substring(dot + 1))
        : Optional.empty();
  }
}

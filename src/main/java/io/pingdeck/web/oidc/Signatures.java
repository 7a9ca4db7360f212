package io.pingdeck.web.oidc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;

/// Checks signatures of tokens. The only class that knows the library for it, so that nothing of it
/// is loaded before the first login at a provider.
final class Signatures {
  private Signatures() {}

  /// Fails with a [TokenException] unless one of the keys made the signature.
  ///
  /// @param keys fit for the algorithm of the token
  static Future<Void> check(Vertx vertx, IdToken token, List<JsonObject> keys) {
    Future<Void> result = Future.failedFuture(new TokenException("its signature is wrong"));
    for (JsonObject key : keys) {
      result = result.recover(wrong -> check(vertx, token, key).recover(_ -> failed(wrong)));
    }
    return result;
  }

  private static Future<Void> failed(Throwable wrong) {
    return Future.failedFuture(wrong);
  }

  private static Future<Void> check(Vertx vertx, IdToken token, JsonObject key) {
    try {
      JWTAuthOptions options =
          new JWTAuthOptions()
              .setJwks(List.of(key))
              .setJWTOptions(
                  // IdToken checks the times, by the same clock as all the rest.
                  new JWTOptions().setIgnoreExpiration(true).setLeeway(Integer.MAX_VALUE));
      return JWTAuth.create(vertx, options)
          .authenticate(new TokenCredentials(token.text()))
          .mapEmpty();
    } catch (RuntimeException e) {
      return Future.failedFuture(e); // the key is malformed
    }
  }
}

package io.pingdeck.web.oidc;

import io.pingdeck.web.http.OidcConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;

/// What the provider publishes of itself (OpenID Connect Discovery 1.0, section 3).
///
/// @param authorization where a browser is sent to
/// @param token where a code is exchanged for an ID token
/// @param keys where the keys are with which the provider signs
/// @param isSecretInForm whether the provider takes the client's secret in the form only
record Discovery(URI authorization, URI token, URI keys, boolean isSecretInForm) {
  private static final String PATH = "/.well-known/openid-configuration";

  static URI address(OidcConfig config) {
    return URI.create(config.issuer().toString().replaceFirst("/$", "") + PATH);
  }

  /// @throws ProviderException if it is not usable
  static Discovery read(JsonObject document, OidcConfig config) {
    // Section 4.3. Another issuer could have copied it.
    if (!config.issuer().toString().equals(document.getValue("issuer"))) {
      throw new ProviderException(
          "the OpenID provider says that its issuer is %s; web.oidc.issuer must say the same"
              .formatted(document.getValue("issuer")));
    }
    return new Discovery(
        address(document, "authorization_endpoint", config),
        address(document, "token_endpoint", config),
        address(document, "jwks_uri", config),
        isSecretInForm(document));
  }

  /// An address is as well protected as the issuer's. The first one is opened by the browser, which
  /// must not take it for a script.
  private static URI address(JsonObject document, String key, OidcConfig config) {
    try {
      if (document.getValue(key) instanceof String text) {
        URI address = new URI(text);
        boolean isSafe =
            "https".equals(address.getScheme())
                || "http".equals(address.getScheme()) && "http".equals(config.issuer().getScheme());
        if (isSafe && address.getHost() != null && address.getUserInfo() == null) {
          return address;
        }
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw new ProviderException(
        "the OpenID provider publishes no usable " + key + " (an https address)");
  }

  private static boolean isSecretInForm(JsonObject document) {
    return document.getValue("token_endpoint_auth_methods_supported") instanceof JsonArray methods
        && methods.contains("client_secret_post")
        && !methods.contains("client_secret_basic");
  }
}

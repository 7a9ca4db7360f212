package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How people log in at an OpenID provider.
///
/// @param issuer the provider's identifier; below it is its discovery document
/// @param clientId name of this Pingdeck at the provider
/// @param secret with which this Pingdeck logs in at the provider; empty: it has none
/// @param secretFile file that holds the secret alone, relative to the installation
/// @param caFile certificates that the provider's may be issued by, in place of the system's
/// @param label name of the provider for people
/// @param scopes what is asked of the provider besides `openid`
/// @param nameClaim claim that holds the name of the person
/// @param roleClaim claim that holds the groups of the person
/// @param roles which groups give which role
public record OidcConfig(
    URI issuer,
    String clientId,
    Optional<String> secret,
    Optional<Path> secretFile,
    Optional<Path> caFile,
    String label,
    List<String> scopes,
    String nameClaim,
    String roleClaim,
    RoleMapping roles) {
  public OidcConfig {
    requireNonNull(issuer, "issuer");
    requireNonNull(clientId, "clientId");
    requireNonNull(secret, "secret");
    requireNonNull(secretFile, "secretFile");
    requireNonNull(caFile, "caFile");
    requireNonNull(label, "label");
    scopes = List.copyOf(scopes);
    requireNonNull(nameClaim, "nameClaim");
    requireNonNull(roleClaim, "roleClaim");
    requireNonNull(roles, "roles");
  }

  /// The same with relative files below this folder.
  OidcConfig below(Path folder) {
    return new OidcConfig(
        issuer,
        clientId,
        secret,
        secretFile.map(folder::resolve),
        caFile.map(folder::resolve),
        label,
        scopes,
        nameClaim,
        roleClaim,
        roles);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "OidcConfig[issuer=" + issuer + ", clientId=" + clientId + ", roles=" + roles + "]";
  }
}

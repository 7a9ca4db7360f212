package io.pingdeck.config;

import static io.pingdeck.config.Values.oneOf;

import io.pingdeck.base.GivenText;
import io.pingdeck.packet.IpLiteral;
import io.pingdeck.user.api.Role;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.OidcConfig;
import io.pingdeck.web.http.RoleMapping;
import io.pingdeck.web.http.TrustedHeader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The keys below `web` that say who may log in, and how.
final class LoginSection {
  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}]{1,200}");

  /// RFC 6749, appendix A.4.
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,200}");

  /// RFC 9110, section 5.6.2.
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /// Their meaning is fixed, and browsers send them.
  private static final List<String> NO_USER =
      List.of("authorization", "connection", "cookie", "host", "origin", "user-agent");

  private LoginSection() {}

  static LoginConfig read(Section s, LoginConfig missing) {
    LoginConfig.Mode mode =
        s.value("login", missing.mode(), oneOf(LoginConfig.Mode.values(), LoginConfig.Mode::word));
    boolean setupCode = s.value("setupCode", missing.setupCode(), Values::truth);
    Optional<OidcConfig> oidc = s.section("oidc", LoginSection::oidc);
    Optional<TrustedHeader> header = s.section("trustedHeader", LoginSection::header);
    return s.section(
        "sessions",
        sessions ->
            new LoginConfig(
                mode,
                setupCode,
                sessions.value("idleTimeout", missing.idleTimeout(), Values::positiveDuration),
                sessions.value("maxAge", missing.maxAge(), Values::positiveDuration),
                oidc,
                header));
  }

  private static Optional<OidcConfig> oidc(Section s) {
    Optional<URI> issuer = s.value("issuer", Optional.empty(), LoginSection::issuer);
    Optional<String> client = s.value("clientId", Optional.empty(), LoginSection::line);
    Optional<String> secret = s.value("clientSecret", Optional.empty(), LoginSection::secret);
    Optional<Path> secretFile = s.value("clientSecretFile", Optional.empty(), Values::optionalPath);
    Optional<Path> caFile = s.value("caFile", Optional.empty(), Values::optionalPath);
    Optional<String> label = s.value("label", Optional.empty(), LoginSection::line);
    List<String> scopes = s.values("scopes", List.of("profile"), matching(SCOPE, "a scope"));
    String nameClaim = s.value("nameClaim", "preferred_username", matching(LINE, "a claim"));
    String roleClaim = s.value("roleClaim", "groups", matching(LINE, "a claim"));
    RoleMapping roles = roles(s);
    if (secret.isPresent() && s.isOnCommandLine("clientSecret")) {
      s.fault(
          "clientSecret",
          "is visible to others on the command line: set web.oidc.clientSecretFile, or"
              + " PINGDECK_WEB_OIDC_CLIENT_SECRET");
    }
    if (secret.isPresent() && secretFile.isPresent()) {
      s.fault("clientSecretFile", "conflicts with clientSecret: set only one of them");
    }
    if (issuer.isEmpty() && s.isRead("issuer") && client.isPresent()) {
      s.fault("issuer", "is missing: web.oidc.clientId needs it (both, or none)");
    }
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    if (client.isEmpty() && s.isRead("clientId")) {
      s.fault("clientId", "is missing: web.oidc.issuer needs it (both, or none)");
    }
    refuseNobody(s, roles);
    return Optional.of(
        new OidcConfig(
            issuer.get(),
            client.orElse(""),
            secret,
            secretFile,
            caFile,
            label.orElse(issuer.get().getHost()),
            scopes,
            nameClaim,
            roleClaim,
            roles));
  }

  private static Optional<TrustedHeader> header(Section s) {
    Optional<String> user = s.value("user", Optional.empty(), LoginSection::headerName);
    Optional<String> groups = s.value("groups", Optional.empty(), LoginSection::headerName);
    RoleMapping roles = roles(s);
    if (user.isEmpty() && s.isRead("user") && groups.isPresent()) {
      s.fault("user", "is missing: web.trustedHeader.groups needs it (both, or none)");
    }
    if (user.isEmpty()) {
      return Optional.empty();
    }
    if (groups.isPresent() && groups.get().equalsIgnoreCase(user.get())) {
      s.fault("groups", "must be another header than user");
    }
    if (groups.isEmpty() && s.isRead("groups") && !roles.groups().isEmpty()) {
      s.fault("groups", "is missing: web.trustedHeader.roles needs it");
    }
    refuseNobody(s, roles);
    return Optional.of(new TrustedHeader(user.get(), groups, roles));
  }

  private static RoleMapping roles(Section s) {
    Map<Role, List<String>> groups =
        s.section(
            "roles",
            section -> {
              Map<Role, List<String>> read = new EnumMap<>(Role.class);
              for (Role role : Role.values()) {
                List<String> names =
                    section.values(role.word(), List.of(), matching(LINE, "a group"));
                if (!names.isEmpty()) {
                  read.put(role, names);
                }
              }
              return read;
            });
    return new RoleMapping(groups, s.value("defaultRole", Optional.empty(), LoginSection::role));
  }

  private static void refuseNobody(Section s, RoleMapping roles) {
    if (roles.isEmpty()
        && s.isRead("roles", "roles.viewer", "roles.operator", "roles.admin", "defaultRole")) {
      s.fault(
          "defaultRole",
          "is missing: nobody has a role (viewer, operator, admin; or name groups in roles)");
    }
  }

  private static Optional<Role> role(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(oneOf(Role.values(), Role::word).apply(text));
  }

  /// Plain HTTP would let anybody between here and the provider say who logs in.
  private static Optional<URI> issuer(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI issuer = Values.webAddress(text);
    if (issuer.getRawQuery() != null) {
      throw new IllegalArgumentException(GivenText.show(text) + " is not an issuer: it has a ?");
    }
    if (issuer.getScheme().equals("http") && !isLoopback(issuer.getHost())) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " must be https (http is for an issuer on this machine alone)");
    }
    return Optional.of(issuer);
  }

  private static boolean isLoopback(String host) {
    String bare = host.replaceAll("[\\[\\]]", "");
    return host.equals("localhost")
        || IpLiteral.parse(bare).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private static Optional<String> line(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(matching(LINE, "one line of 1-200 characters").apply(text));
  }

  /// Messages must not show it.
  private static Optional<String> secret(String text) {
    if (!text.isEmpty() && !LINE.matcher(text).matches()) {
      throw new IllegalArgumentException("is not one line of 1-200 characters");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<String> headerName(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String name = matching(HEADER, "the name of a header").apply(text);
    if (NO_USER.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(GivenText.show(text) + " has another meaning");
    }
    return Optional.of(name);
  }

  private static Function<String, String> matching(Pattern allowed, String what) {
    return text -> {
      if (!allowed.matcher(text).matches()) {
        throw new IllegalArgumentException(GivenText.show(text) + " is not " + what);
      }
      return text;
    };
  }
}

package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.FaultException;
import io.pingdeck.web.http.OidcConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where the secret of this Pingdeck at an OpenID provider may be written.
class OidcSecretTest {
  private static final String YAML =
      "web: {oidc: {issuer: 'https://id.example', clientId: a, defaultRole: viewer}}";
  private static final String SECRET = "s3cret";

  private static AppConfig read(Map<String, String> environment, List<Setting> settings) {
    return ConfigReader.parse("file", YAML, environment, settings, AppConfig.DEFAULT);
  }

  @Test
  void isReadFromTheEnvironmentAndNotShown() {
    AppConfig config = read(Map.of("PINGDECK_WEB_OIDC_CLIENT_SECRET", SECRET), List.of());

    OidcConfig oidc = config.web().login().oidc().orElseThrow();
    assertThat(oidc.secret()).contains(SECRET);
    assertThat(config.toString()).contains("id.example").doesNotContain(SECRET);
  }

  @Test
  void isRefusedOnTheCommandLineAndNotRepeated() {
    Setting setting = new Setting("--set web.oidc.clientSecret", "web.oidc.clientSecret", SECRET);

    FaultException refused =
        catchThrowableOfType(FaultException.class, () -> read(Map.of(), List.of(setting)));

    assertThat(refused.faults())
        .singleElement()
        .hasToString(
            "--set web.oidc.clientSecret: is visible to others on the command line: set"
                + " web.oidc.clientSecretFile, or PINGDECK_WEB_OIDC_CLIENT_SECRET");
  }

  @Test
  void isNotRepeatedIfItIsNone() {
    FaultException refused =
        catchThrowableOfType(
            FaultException.class,
            () ->
                read(Map.of("PINGDECK_WEB_OIDC_CLIENT_SECRET", '"' + SECRET + "\\n\""), List.of()));

    assertThat(refused.getMessage()).contains("is not one line").doesNotContain(SECRET);
  }
}

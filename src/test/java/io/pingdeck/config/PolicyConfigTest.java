package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.FaultException;
import io.pingdeck.ping.policy.UserLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyConfigTest {
  @Test
  void limitsOfEachUserAreRead() {
    String yaml =
        """
        ping:
          limits:
            maxPingsPerUser: 3
            maxPacketsPerUser: 4
            maxBitsPerUser: 5000
            maxTargetsPerUserPerHour: 6
            maxDuration: 7h
        """;

    assertThat(read(yaml).ping().limits().sending().perUser())
        .isEqualTo(new UserLimits(3, 4, 5000, 6, Duration.ofHours(7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy: {operator: {allow: [10.0.0.1/8]}} | ping.policy.operator.allow.0 | sets address"
            + " bits",
        "policy: {admin: {deny: [0x7f.1]}} | ping.policy.admin.deny.0 | is not an address or a"
            + " range",
        "policy: {viewer: {deny: []}} | ping.policy.viewer | is an unknown setting",
        "limits: {maxPingsPerUser: 0} | ping.limits.maxPingsPerUser | 1",
        "limits: {maxDuration: 0} | ping.limits.maxDuration | more than 0s",
      })
  void faultNamesTheKey(String yaml, String key, String why) {
    assertThatThrownBy(() -> read("ping: {" + yaml + "}"))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(why);
  }

  private static AppConfig read(String yaml) {
    return ConfigReader.parse("test.yaml", yaml, Map.of(), List.of(), AppConfig.DEFAULT);
  }
}

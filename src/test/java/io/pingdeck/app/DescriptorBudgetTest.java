package io.pingdeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.DescriptorBudget.Shares;
import io.pingdeck.config.AppConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorBudgetTest {
  private static final AppConfig WANTED = AppConfig.DEFAULT;
  private static final int OF_THE_PROGRAM = 150; // measured without any connection

  @ParameterizedTest
  @ValueSource(longs = {256, 512, 1024, 4096, 20_000, 524_288})
  void allKindsTogetherLeaveWhatTheProgramNeeds(long limit) {
    Shares shares = new DescriptorBudget(limit).share(WANTED);

    int web = shares.web().maxClients() + shares.web().connections().most();
    int probes = 2 * shares.pings().maxConnections();
    assertThat((long) web + shares.echoInAll() + probes)
        .isLessThanOrEqualTo(limit - OF_THE_PROGRAM);
    assertThat(shares.web().maxClients()).isGreaterThan(8);
    assertThat(shares.web().connections().most()).isGreaterThan(16);
    assertThat(shares.web().connections().perSource())
        .isLessThanOrEqualTo(shares.web().connections().most());
    assertThat(shares.echoInAll()).isGreaterThan(16);
    assertThat(shares.echo().maxConnections()).isLessThanOrEqualTo(shares.echoInAll());
    assertThat(shares.pings().maxConnections()).isGreaterThan(16);
  }

  @Test
  void whereThereAreEnoughEverythingIsAsWanted() {
    Shares shares = new DescriptorBudget(524_288).share(WANTED);

    assertThat(shares.web()).isEqualTo(WANTED.web());
    assertThat(shares.echo()).isEqualTo(WANTED.echo().limits());
    assertThat(shares.pings()).isEqualTo(WANTED.ping().limits());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20, 100})
  void hopelessLimitStillGivesEachKindSomething(long limit) {
    Shares shares = new DescriptorBudget(limit).share(WANTED);

    assertThat(shares.web().connections().most()).isPositive();
    assertThat(shares.echo().maxConnectionsPerSource()).isPositive();
    assertThat(shares.pings().maxConnections()).isPositive();
  }
}

package io.pingdeck.ping.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import org.junit.jupiter.api.Test;

class OwnServersTest {
  private static final Endpoint SERVER = Endpoint.ipv4(0x7f000001, 7);

  private final OwnServers own = new OwnServers();

  @Test
  void aRemovalIsDueOnceAtTheSecondLook() {
    own.remove(true, SERVER);
    OwnServers.Removals removals = own.watchRemovals();
    assertThat(removals.areDue()).isFalse();
    own.add(true, SERVER);
    own.remove(true, SERVER);

    assertThat(removals.areDue()).isFalse();
    assertThat(removals.areDue()).isTrue();
    assertThat(removals.areDue()).isFalse();
  }

  /// Otherwise whoever restarts a server all the time would put it off.
  @Test
  void furtherRemovalsDoNotDeferIt() {
    OwnServers.Removals removals = own.watchRemovals();
    own.remove(true, SERVER);
    assertThat(removals.areDue()).isFalse();
    own.remove(true, SERVER);
    assertThat(removals.areDue()).isTrue();
    assertThat(removals.areDue()).isTrue();
    assertThat(removals.areDue()).isFalse();
  }
}

package io.pingdeck.net.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.SocketsContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NioSocketsTest extends SocketsContract {
  @Override
  public Sockets sockets() {
    return PlatformSockets.portable();
  }

  @Test
  void itSaysWhatItCannotDo() {
    Capabilities capabilities = sockets.capabilities();

    assertThat(capabilities.implementation()).isEqualTo("portable");
    assertThat(capabilities.icmp()).isFalse();
    assertThat(capabilities.missing()).hasSize(4);
    assertThatThrownBy(() -> sockets.icmp(false, DatagramOptions.PROBES))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ICMP pings are not possible");
  }

  @Test
  void aHopLimitItCannotSetIsRefusedNotIgnored() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(2, 16);
      put(batch, 0, "ttl", a.local());
      batch.hopLimit(0, 1);
      put(batch, 1, "tos", a.local());
      batch.trafficClass(1, 0xb8);

      a.send(batch, 0, 2);

      assertThat(Errno.name(batch.errno(0))).isEqualTo("EOPNOTSUPP");
      assertThat(batch.errno(1)).isZero();
    }
  }
}

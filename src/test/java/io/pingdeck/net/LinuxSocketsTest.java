package io.pingdeck.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "native sockets exist for Linux only")
class LinuxSocketsTest extends SocketsContract {
  @Override
  Sockets sockets() {
    return Sockets.best();
  }

  @Test
  void nativeSocketsAreChosen() {
    assertThat(sockets.capabilities().implementation()).isEqualTo("native");
    System.out.println(sockets.capabilities());
  }
}

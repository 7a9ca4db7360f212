package io.pingdeck.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.net.Lab;
import io.pingdeck.net.UnprivilegedPing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "native sockets exist for Linux only")
class NativeAccessIT {
  private static String capabilities(String... options) throws IOException {
    String[] command = new String[options.length + 4];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    System.arraycopy(options, 0, command, 1, options.length);
    command[options.length + 1] = "-cp";
    command[options.length + 2] = System.getProperty("java.class.path");
    command[options.length + 3] = UnprivilegedPing.class.getName();
    return Lab.run(command);
  }

  @Test
  void withoutNativeAccessThePortableSocketsSayWhichOptionIsMissing() throws IOException {
    String output = capabilities();

    assertThat(output)
        .contains("implementation=portable")
        .contains("--enable-native-access=ALL-UNNAMED")
        .doesNotContain("WARNING");
  }

  @Test
  void withNativeAccessTheNativeSocketsAreChosenWithoutAWarning() throws IOException {
    String output = capabilities("--enable-native-access=ALL-UNNAMED");

    assertThat(output).contains("implementation=native").doesNotContain("WARNING");
  }

  @Test
  void aRefusalOfAllOtherNativeAccessIsNoFault() throws IOException {
    String output = capabilities("--illegal-native-access=deny");

    assertThat(output).contains("implementation=portable");
  }
}

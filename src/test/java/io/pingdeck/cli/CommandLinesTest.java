package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "'', serve",
    "--web-port 0, serve --web-port 0",
    "serve --web-port 0, serve --web-port 0",
    "ping udp://h:1, ping udp://h:1",
    "--help, --help",
    "-V, -V"
  })
  void noCommandMeansServe(String given, String run) {
    String[] args = given.isEmpty() ? new String[0] : given.split(" ");

    assertThat(String.join(" ", CommandLines.orServe(args))).isEqualTo(run);
  }

  @Test
  void namesItsVersion() {
    assertThat(all("--version")).isZero();
    assertThat(out.toString())
        .matches("pingdeck \\S+ \\(commit [0-9a-z]+\\), Java [0-9.]+\\S* \\(.+\\)\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "ping --help",
        "echo --help",
        "echo set --help",
        "check-config --help"
      })
  void everyCommandExplainsItselfWithExamples(String args) {
    assertThat(all(args.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: pingdeck").contains("Examples:\n  pingdeck");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void misuseNamesTheHelpOfItsCommand() {
    assertThat(all("serve", "--colour")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("pingdeck: Unknown option: '--colour'\nTry: pingdeck serve --help\n");
  }

  @Test
  void anEchoServerTakesAFlagForEachOfItsImpairments() {
    String[] bad = {"echo", "udp://127.0.0.1:0", "--loss", "2", "--icmp-error-as", "teapot"};

    assertThat(all(bad)).isEqualTo(2);
    assertThat(err.toString()).contains("pingdeck: --loss: ", "pingdeck: --icmp-error-as: ");
  }

  @Test
  void badConfigurationKeepsItFromServing() {
    assertThat(all("serve", "--web-port", "70000", "--set", "web.hots=::1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: --web-port: 70000 is not a port (1-65535, or 0 for any free one)",
            "pingdeck: --set web.hots: web.hots is an unknown setting");
  }

  private int all(String... args) {
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }
}

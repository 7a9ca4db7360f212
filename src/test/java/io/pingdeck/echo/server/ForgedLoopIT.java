package io.pingdeck.echo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.net.Lab;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// U3, U6 and ledger 2 with real packets and a really forged source, each in its own network
/// namespace.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ForgedLoopIT {
  private static final String PROBE = "ping 1 1700000000 pd1:0011223344556677";
  private static final Pattern COUNTS =
      Pattern.compile("delivered=(\\d+) received=(\\d+),(\\d+) replied=(\\d+),(\\d+)");

  @ParameterizedTest
  @CsvSource({
    "same, LAB, LAB, probe, 1",
    "same, LAB, RFC862, hello, 1",
    "same, RFC862, RFC862, hello, 1",
    "strange, LAB, LAB, probe, 2",
    "strange, LAB, RFC862, probe, 2",
    "strange, RFC862, LAB, probe, 3",
    "strange, LAB, LAB, hello, 102",
    "strange, LAB, LAB, 12345, 102",
    "strange, RFC862, LAB, hello, 102",
    "strange, RFC862, RFC862, hello, 102",
  })
  @Proves("U3")
  void onePacketWithAForgedSourceDoesNotMakeTwoServersTalkForEver(
      String acquaintance, String first, String second, String text, int atMost) throws Exception {
    String payload = text.equals("probe") ? PROBE : text;

    MatchResult counts = run(acquaintance, first, second, payload);

    long delivered = Long.parseLong(counts.group(1));
    assertThat(delivered).isBetween(1L, (long) atMost);
    assertThat(Long.parseLong(counts.group(2)) + Long.parseLong(counts.group(3)))
        .isEqualTo(delivered);
    assertThat(Long.parseLong(counts.group(4)) + Long.parseLong(counts.group(5)))
        .isEqualTo(delivered - 1);
  }

  private static void needNamespaces() throws IOException {
    Tool.need(Tool.PYTHON, Tool.IP, Tool.SETPRIV);
    try {
      Lab.run("unshare", "--map-root-user", "--net", "true");
    } catch (IOException e) {
      throw Tool.notAllowed("user namespaces", e.getMessage());
    }
  }

  private static MatchResult run(String... arguments) throws Exception {
    needNamespaces();
    Path forge = Path.of(ForgedLoopIT.class.getResource("/lab/forge.py").toURI());
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--map-root-user", "--net", "sh", "-c"));
    command.addAll(List.of("ip link set lo up && exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ForgedLoopScenario.class.getName(), forge.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s", lines).isZero();
      return lines.stream()
          .map(COUNTS::matcher)
          .filter(matcher -> matcher.matches())
          .findFirst()
          .orElseThrow(() -> new AssertionError(lines.toString()))
          .toMatchResult();
    } finally {
      process.destroyForcibly();
    }
  }
}

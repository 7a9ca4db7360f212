package io.pingdeck.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.net.Lab;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The systemd unit, read by systemd.
@Timeout(60)
class UnitFileTest {
  private static final Path UNIT = Path.of("config/pingdeck.service");

  @TempDir private Path folder;

  @Test
  void littleIsExposed() throws IOException {
    Tool.need(Tool.SYSTEMD);

    String told =
        Lab.run("systemd-analyze", "security", "--no-pager", "--offline=true", UNIT.toString());

    Matcher exposure =
        Pattern.compile("exposure level for pingdeck.service: ([0-9.]+)").matcher(told);
    assertThat(exposure.find()).as(told).isTrue();
    System.out.println(exposure.group());
    assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(2.5);
  }

  /// With a program that exists here in place of the installed one.
  @Test
  void systemdUnderstandsEveryLine() throws IOException {
    Tool.need(Tool.SYSTEMD);
    Path unit = folder.resolve("pingdeck.service");
    Files.writeString(
        unit,
        Files.readString(UNIT)
            .replace("/usr/bin/pingdeck", "/bin/true")
            .replaceAll("(?m)^(Documentation|User|Group)=.*\n", ""));

    assertThat(Lab.run("systemd-analyze", "verify", "--man=no", unit.toString()).lines())
        .as("not of the units that this machine has")
        .noneMatch(line -> line.contains("pingdeck"));
  }
}

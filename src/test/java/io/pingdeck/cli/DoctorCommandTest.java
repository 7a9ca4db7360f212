package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.OtherServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DoctorCommandTest {
  @TempDir private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsATableWithTheCommandsThatMend() throws IOException {
    try (OtherServer other = OtherServer.start()) {
      assertThat(doctor("--web-port", "" + other.port())).isEqualTo(1);

      assertThat(out.toString().lines().toList())
          .anyMatch(line -> line.matches("ok +UDP ping +tried on 127.0.0.1.*"))
          .anyMatch(line -> line.matches("fail +Port of the page +.* is in use by jwebserver.*"))
          .anyMatch(line -> line.matches(" +mend: `--set web.port=0` takes any free port"))
          .last()
          .isEqualTo("The main job does not work, see the rows with fail.");
    }
  }

  @Test
  void jsonIsOneObject() {
    assertThat(doctor("--web-port", "0", "--json")).isZero();

    JsonObject json = new JsonObject(out.toString());
    assertThat(json.getBoolean("works")).isTrue();
    assertThat(json.getJsonArray("checks").getJsonObject(0).getString("id")).isEqualTo("java");
  }

  @Test
  void configurationThatCannotBeReadIsMisuse() {
    assertThat(doctor("--web-port", "x")).isEqualTo(2);

    assertThat(err.toString()).startsWith("pingdeck: --web-port: x is not a port");
  }

  private int doctor(String... flags) {
    List<String> args = new ArrayList<>(List.of("doctor", "--set", "data.dir=" + data));
    args.addAll(List.of("--set", "echo.servers=[]", "--heartbeat-port", "0"));
    args.addAll(List.of(flags));
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args.toArray(String[]::new));
  }
}

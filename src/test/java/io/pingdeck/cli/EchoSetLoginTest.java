package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.user.api.Role;
import io.pingdeck.web.GuardedSite;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `echo set` at a Pingdeck that requires a login.
@ExtendWith(VertxExtension.class)
class EchoSetLoginTest {
  @TempDir Path folder;
  @TempDir Path tokens;

  private String said;

  private int set(GuardedSite guarded, String... more) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] set = {
      "echo",
      "set",
      "udp://127.0.0.1:1",
      "--loss",
      "0.5",
      "--url",
      "http://127.0.0.1:" + guarded.site.port()
    };
    String[] args = Arrays.copyOf(set, set.length + more.length);
    System.arraycopy(more, 0, args, set.length, more.length);
    int code = CommandLines.run(OutputStream.nullOutputStream(), new PrintWriter(err, true), args);
    said = err.toString(StandardCharsets.UTF_8);
    return code;
  }

  @Test
  void aTokenOfAnOperatorMayAndOthersMayNot(Vertx vertx) throws IOException {
    GuardedSite guarded = GuardedSite.start(vertx, folder);
    Path operator = file(guarded.token("o", Role.OPERATOR, Optional.empty()).secret() + "\n");
    Path viewer = file(guarded.token("v", Role.VIEWER, Optional.empty()).secret());

    assertThat(set(guarded)).isEqualTo(2);
    assertThat(said).contains("--token-file names a token");
    assertThat(set(guarded, "--token-file", viewer.toString())).isEqualTo(2);
    assertThat(said).contains("this needs the role operator; v is viewer");
    assertThat(set(guarded, "--token-file", operator.toString())).isEqualTo(2);
    assertThat(said).contains("there is no echo server udp://127.0.0.1:1");
  }

  @Test
  void aFileWithoutATokenIsNamed(Vertx vertx) throws IOException {
    GuardedSite guarded = GuardedSite.start(vertx, folder);

    assertThat(set(guarded, "--token-file", file("\n").toString())).isEqualTo(2);
    assertThat(said).contains("--token-file").contains("has no token in its first line");
    assertThat(set(guarded, "--token-file", tokens.resolve("none").toString())).isEqualTo(2);
    assertThat(said).contains("--token-file: cannot read").contains("none");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(tokens, "token", ""), content);
  }
}

package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class WarmUpTest {
  private static final String PROBE = "/probe?module=icmp&target=warm-up.invalid";

  @Test
  void theProcessProbesBeforeAnybodyLogsInAndDoesNothingElse(Vertx vertx, @TempDir Path folder) {
    GuardedSite guarded = GuardedSite.start(vertx, folder);
    String secret = guarded.site.web().beginWarmUp();

    assertThat(guarded.byToken(secret, "GET", PROBE, "").status()).isNotIn(401, 403);
    for (String path :
        List.of("/api/v1/pings", "/metrics", "/probe/", "//probe", "/api/v1/users")) {
      assertThat(guarded.byToken(secret, "GET", path, "").status()).as(path).isIn(401, 404);
    }
    assertThat(guarded.byToken(secret.substring(1), "GET", PROBE, "").status()).isEqualTo(401);
    assertThat(guarded.byToken("", "GET", PROBE, "").status()).isEqualTo(401);

    guarded.site.web().endWarmUp();

    assertThat(guarded.byToken(secret, "GET", PROBE, "").status()).isEqualTo(401);
    assertThat(guarded.byToken("", "GET", PROBE, "").status()).isEqualTo(401);
  }
}

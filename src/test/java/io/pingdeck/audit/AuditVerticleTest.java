package io.pingdeck.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pingdeck.app.Codecs;
import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.bus.RequestFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class AuditVerticleTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path data;
  private Vertx vertx;
  private String deployment;

  @BeforeEach
  void deploy(Vertx newVertx) throws Exception {
    vertx = newVertx;
    Codecs.register(vertx);
    deployment = await(vertx.deployVerticle(new AuditVerticle(data)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Future<AuditApi.Written> write(AuditEntry entry) {
    return AuditApi.AUDIT.request(vertx.eventBus(), new AuditApi.Write(entry));
  }

  private List<AuditEntry> latest(int limit) throws Exception {
    return await(
            AuditApi.AUDIT.request(vertx.eventBus(), new AuditApi.Latest(Optional.empty(), limit)))
        .entries();
  }

  private static AuditEntry entry(String object, int status) {
    return new AuditEntry(AT, "alice", "admin", "token", "::1", "ping.start", object, "", status);
  }

  @Test
  void manyEntriesAtOnceAreAllKeptInOrder() throws Exception {
    List<Future<AuditApi.Written>> replies = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      replies.add(write(entry(String.valueOf(i), 201)));
    }
    await(Future.all(replies));

    List<AuditEntry> all = latest(1000).reversed();
    assertThat(all).hasSize(500);
    for (int i = 0; i < 500; i++) {
      assertThat(all.get(i).object()).isEqualTo(String.valueOf(i));
      assertThat(all.get(i).at()).isEqualTo(replies.get(i).result().at());
    }
  }

  @Test
  void repeatedRefusalsAreTwoLinesWhateverTheirNumber() throws Exception {
    for (int i = 0; i < 100; i++) {
      await(write(entry(String.valueOf(i), 403)));
    }
    assertThat(latest(10)).hasSize(1);
    await(vertx.undeploy(deployment));
    deployment = await(vertx.deployVerticle(new AuditVerticle(data)));

    assertThat(latest(10)).hasSize(2);
    assertThat(latest(1).getFirst().detail()).startsWith("99 more since ");
  }

  @Test
  void theLimitIsChecked() {
    for (int limit : List.of(0, -1, 1001)) {
      assertThat(catchThrowable(() -> latest(limit)))
          .hasMessageContaining("limit: " + limit + " is not allowed (1-1000)");
    }
  }

  @Test
  void whatCannotBeWrittenIsTold() throws Exception {
    Files.writeString(data.resolve("audit"), "a file where the folder should be");

    assertThat(catchThrowable(() -> await(write(entry("1", 201)))).getCause())
        .isInstanceOfSatisfying(
            RequestFailure.class,
            failure -> assertThat(failure.reason()).isInstanceOf(RequestFailure.Unavailable.class));
    Files.delete(data.resolve("audit"));
    await(write(entry("2", 201)));
    assertThat(latest(10)).hasSize(1);
  }
}

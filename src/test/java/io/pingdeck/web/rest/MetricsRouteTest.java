package io.pingdeck.web.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.http.Batches;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.junit5.VertxExtension;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Slow
@ExtendWith(VertxExtension.class)
class MetricsRouteTest {
  private static final Pattern RUNNING =
      Pattern.compile("pingdeck_ping_running\\{.*ping=\"(\\w+)\"");

  private final List<PingId> started = new ArrayList<>(); // oldest first
  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
    for (int i = 0; i < 3 * Batches.SIZE; i++) {
      started.add(site.startPing());
    }
  }

  @Test
  void aPingThatIsDeletedBetweenTwoPortionsHidesNoOther() {
    PingId lastOfFirstPortion = started.get(started.size() - Batches.SIZE);
    site.vertx().eventBus().addOutboundInterceptor(new Deleting(lastOfFirstPortion, 2)::look);

    assertThat(told("/metrics")).containsAll(names(without(lastOfFirstPortion)));
  }

  @Test
  void newestAreToldOfIfNotAllAre() {
    List<PingId> newest = started.subList(started.size() - Batches.SIZE - 1, started.size());

    assertThat(told("/metrics?pings=" + newest.size())).isEqualTo(names(newest));
  }

  @Test
  void thirdScrapeAtOnceIsToldToComeAgain() throws Exception {
    Holding questions = new Holding();
    site.vertx().eventBus().addOutboundInterceptor(questions::look);
    List<CompletableFuture<Reply>> first =
        List.of(
            CompletableFuture.supplyAsync(() -> site.get("/metrics")),
            CompletableFuture.supplyAsync(() -> site.get("/metrics")));
    questions.awaitNext();
    questions.awaitNext();

    Reply third = site.get("/metrics");
    questions.release.complete(null);

    assertThat(third.status()).isEqualTo(503);
    assertThat(third.headers().get("Retry-After")).isEqualTo("1");
    for (CompletableFuture<Reply> scrape : first) {
      assertThat(scrape.get().status()).isEqualTo(200);
    }
    assertThat(site.get("/metrics").status()).isEqualTo(200);
  }

  @Test
  void readerThatGoesAwayMakesRoomForOthers() throws Exception {
    Holding questions = new Holding();
    site.vertx().eventBus().addOutboundInterceptor(questions::look);
    for (int i = 0; i < 2; i++) {
      try (Socket socket = new Socket("127.0.0.1", site.port())) {
        String request = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:" + site.port() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        questions.awaitNext();
      }
    }
    assertThat(site.get("/metrics").status()).isEqualTo(503);

    questions.release.complete(null);

    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (site.get("/metrics").status() != 200) {
      assertThat(System.nanoTime() - end).isNegative();
    }
  }

  @Test
  void refusedNumberOfPingsTakesNoPlace() {
    for (int i = 0; i < 4; i++) {
      assertThat(site.get("/metrics?pings=100001").faultyFields()).containsExactly("pings");
    }

    assertThat(site.get("/metrics?pings=100000").status()).isEqualTo(200);
  }

  private Set<String> told(String path) {
    return RUNNING
        .matcher(site.get(path).body())
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toSet());
  }

  private List<PingId> without(PingId deleted) {
    return started.stream().filter(id -> !id.equals(deleted)).toList();
  }

  private static Set<String> names(List<PingId> ids) {
    return ids.stream().map(PingId::toString).collect(Collectors.toCollection(HashSet::new));
  }

  /// Deletes a ping before the statistics receive the request for a given portion.
  private final class Deleting {
    private final PingId id;
    private int portionsLeft;

    Deleting(PingId id, int portion) {
      this.id = id;
      this.portionsLeft = portion;
    }

    void look(DeliveryContext<Object> sent) {
      boolean asksForPortion =
          sent.body() instanceof StatsApi.Some || sent.body() instanceof StatsApi.Page;
      if (asksForPortion && --portionsLeft == 0) {
        PingApi.EVENTS.publish(site.vertx().eventBus(), new PingEvent.Deleted(id));
      }
      sent.next();
    }
  }

  /// Delays the requests for the newest pings.
  private static final class Holding {
    private final Semaphore asked = new Semaphore(0);
    private final CompletableFuture<Void> release = new CompletableFuture<>();

    void look(DeliveryContext<Object> sent) {
      if (sent.body() instanceof StatsApi.ReadIds) {
        release.thenRun(sent::next);
        asked.release();
      } else {
        sent.next();
      }
    }

    void awaitNext() throws InterruptedException {
      assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}

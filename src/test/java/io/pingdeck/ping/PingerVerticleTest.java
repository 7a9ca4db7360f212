package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.Codecs;
import io.pingdeck.base.Fault;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.net.BreakableSockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.SendLimits;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.Slow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@ExtendWith(VertxExtension.class)
class PingerVerticleTest {
  private static final PingLimits LIMITS =
      new PingLimits(Duration.ofMillis(200), Duration.ofMillis(1), 1472, Duration.ofSeconds(60), 2);

  private final BreakableSockets sockets = new BreakableSockets();
  private PlainEcho echo;

  /// Room for one ping with five packets per second to another host, but not for two.
  private static final SendLimits SENDING =
      new SendLimits(9, 10_000_000, 5_000, 500_000_000, Duration.ofSeconds(1));

  @BeforeEach
  void deploy(Vertx vertx, VertxTestContext context) throws Exception {
    echo = new PlainEcho(bytes -> bytes);
    Codecs.register(vertx);
    vertx
        .deployVerticle(
            new PingerVerticle(
                0,
                LIMITS,
                new SendBudget(SENDING),
                sockets,
                TrustedCertificates.load(Optional.empty()),
                SecretFiles.below(Optional.empty()),
                HostResolver.ofThisHost()))
        .onComplete(context.succeedingThenComplete());
  }

  @AfterEach
  void closeEcho() {
    echo.close();
  }

  @Test
  void aPingIsAnnouncedSampledAndFinished(Vertx vertx, VertxTestContext context) {
    List<PingEvent> events = new ArrayList<>();
    AtomicLong replies = new AtomicLong();
    PingApi.SAMPLES.consume(vertx.eventBus(), batch -> replies.addAndGet(replies(batch)));
    PingApi.EVENTS.consume(
        vertx.eventBus(),
        event -> {
          events.add(event);
          if (event instanceof PingEvent.Ended(PingInfo ping)) {
            context.verify(() -> {
              assertThat(ping.state()).isEqualTo(PingState.FINISHED);
              assertThat(events).hasSize(2).first().isInstanceOf(PingEvent.Started.class);
              assertThat(replies).hasValue(10);
            });
            context.completeNow();
          }
        });

    ask(vertx, new PingApi.Start(spec(1, "127.0.0.1", OptionalLong.of(10))))
        .onFailure(context::failNow);
  }

  @Test
  void aSingleProbeIsAnsweredWithoutPublishingAPing(Vertx vertx, VertxTestContext context) {
    List<PingEvent> events = new ArrayList<>();
    PingApi.EVENTS.consume(vertx.eventBus(), events::add);
    PingSpec spec = spec(1, "127.0.0.1", OptionalLong.empty());

    ask(vertx, new PingApi.Probe(spec))
        .compose(first -> ask(vertx, new PingApi.Probe(spec)).map(second -> first))
        .onComplete(
            context.succeeding(probed ->
                context.verify(() -> {
                  assertThat(probed.sample().outcome()).isEqualTo(Outcome.REPLY);
                  assertThat(probed.sample().rttNanos().getAsLong()).isPositive();
                  assertThat(probed.address().isLoopback()).isTrue();
                  assertThat(events).isEmpty();
                  context.completeNow();
                })));
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "127.0.0.1"})
  void aSingleProbeFindsAServiceOfEitherFamily(String host, Vertx vertx, VertxTestContext context)
      throws Exception {
    ServerSocket server = new ServerSocket(0, 9, InetAddress.getByName(host));
    Target target = new Target(Protocol.TCP, "localhost", server.getLocalPort());
    PingSpec spec = spec(1, target, OptionalLong.empty(), Duration.ofSeconds(1));

    ask(vertx, new PingApi.Probe(spec))
        .eventually(() ->
            vertx.executeBlocking(() -> {
              server.close();
              return null;
            }))
        .onComplete(
            context.succeeding(probed ->
                context.verify(() -> {
                  assertThat(probed.sample().outcome()).isEqualTo(Outcome.REPLY);
                  assertThat(probed.address().host()).isEqualTo(host);
                  assertThat(probed.turnedAwayBy().map(Endpoint::host))
                      .isEqualTo(host.equals("::1") ? Optional.of("127.0.0.1") : Optional.empty());
                  context.completeNow();
                })));
  }

  @Test
  void aSingleProbeObeysTheLimits(Vertx vertx, VertxTestContext context) {
    faults(ask(vertx, new PingApi.Probe(spec(1, "224.0.0.1", OptionalLong.empty()))))
        .onComplete(
            context.succeeding(answer ->
                context.verify(() -> {
                  assertThat(answer).isNotEmpty();
                  context.completeNow();
                })));
  }

  @Test
  void aStoppedPingIsStoppingAndThenStopped(Vertx vertx, VertxTestContext context) {
    PingSpec spec = spec(1, "127.0.0.1", OptionalLong.empty());
    PingApi.EVENTS.consume(
        vertx.eventBus(),
        event -> {
          if (event instanceof PingEvent.Ended(PingInfo ping)) {
            context.verify(() -> assertThat(ping.state()).isEqualTo(PingState.STOPPED));
            context.completeNow();
          }
        });

    ask(vertx, new PingApi.Start(spec))
        .compose(started -> ask(vertx, new PingApi.Stop(spec.id())))
        .onComplete(
            context.succeeding(answer ->
                context.verify(
                    () -> assertThat(answer.state()).isIn(PingState.STOPPING, PingState.STOPPED))));
  }

  @Test
  void aDeletedPingIsUnknownAfterwards(Vertx vertx, VertxTestContext context) {
    PingSpec spec = spec(1, "127.0.0.1", OptionalLong.empty());
    ask(vertx, new PingApi.Start(spec))
        .compose(started -> ask(vertx, new PingApi.Delete(spec.id())))
        .compose(deleted -> reason(ask(vertx, new PingApi.Stop(spec.id()))))
        .onComplete(
            context.succeeding(reason -> {
              context.verify(() ->
                  assertThat(reason).isEqualTo(new RequestFailure.Unknown("no ping " + spec.id())));
              context.completeNow();
            }));
  }

  @Test
  void whenItsThreadDiesAPingFailsWithTheReasonAndNewPingsRun(
      Vertx vertx, VertxTestContext context) {
    List<PingInfo> ended = new ArrayList<>();
    PingApi.SAMPLES.consume(
        vertx.eventBus(),
        batch -> {
          if (batch.size() > 0 && ended.isEmpty()) {
            sockets.breakNow();
          }
        });
    PingApi.EVENTS.consume(
        vertx.eventBus(),
        event -> {
          if (event instanceof PingEvent.Ended(PingInfo ping)) {
            ended.add(ping);
            if (ended.size() == 1) {
              startWhenBackUp(vertx, spec(2, "127.0.0.1", OptionalLong.of(3)), context);
            } else {
              context.verify(() -> {
                assertThat(ended.getFirst().state()).isEqualTo(PingState.FAILED);
                assertThat(ended.getFirst().reason()).contains("the thread that ran it died");
                assertThat(ended.getLast().state()).isEqualTo(PingState.FINISHED);
              });
              context.completeNow();
            }
          }
        });
    ask(vertx, new PingApi.Start(spec(1, "127.0.0.1", OptionalLong.empty())))
        .onFailure(context::failNow);
  }

  /// Until the new thread runs, a start is refused with a sentence.
  private void startWhenBackUp(Vertx vertx, PingSpec spec, VertxTestContext context) {
    ask(vertx, new PingApi.Start(spec))
        .onFailure(e -> {
          if (e instanceof RequestFailure) {
            startWhenBackUp(vertx, spec, context);
          } else {
            context.failNow(e);
          }
        });
  }

  @Test
  void aListStartsTogetherOrNotAtAll(Vertx vertx, VertxTestContext context) {
    List<PingEvent> events = new ArrayList<>();
    PingApi.EVENTS.consume(vertx.eventBus(), events::add);
    ListedPing good = new ListedPing(1, spec(1, "127.0.0.1", OptionalLong.empty()));
    ListedPing multicast = new ListedPing(4711, spec(2, "224.0.0.1", OptionalLong.empty()));
    ListedPing nameless = new ListedPing(5, spec(3, "no-such-host.invalid", OptionalLong.of(1)));
    ListedPing second = new ListedPing(6, spec(4, "127.0.0.1", OptionalLong.empty()));
    faults(ask(vertx, new PingApi.StartAll(List.of(good, multicast))))
        .compose(answer -> {
          context.verify(() ->
              assertThat(answer)
                  .contains(
                      new Fault(
                          "targets",
                          "line 4711: 224.0.0.1 is a multicast address: ping one host")));
          return faults(ask(vertx, new PingApi.StartAll(List.of(good, nameless))));
        })
        .compose(answer -> {
          context.verify(() ->
              assertThat(answer)
                  .containsExactly(
                      new Fault(
                          "targets",
                          "line 5: the host name no-such-host.invalid does not exist: no name under"
                              + " .invalid does (RFC 6761)")));
          return ask(vertx, new PingApi.StartAll(List.of(good, second)));
        })
        .onComplete(
            context.succeeding(answer -> {
              context.verify(() -> {
                assertThat(answer.pings()).hasSize(2);
                assertThat(events).hasSize(2).allMatch(event -> event instanceof PingEvent.Started);
              });
              context.completeNow();
            }));
  }

  /// The JDK has no ICMP sockets.
  @Test
  void pingOfAListThatTheSystemRefusesIsNamed(Vertx vertx, VertxTestContext context) {
    ListedPing good = new ListedPing(3, spec(1, "127.0.0.1", OptionalLong.empty()));
    ListedPing refused =
        new ListedPing(
            17,
            spec(
                2,
                new Target(Protocol.ICMP, "127.0.0.1", 0),
                OptionalLong.empty(),
                Duration.ofSeconds(1)));
    faults(ask(vertx, new PingApi.StartAll(List.of(good, refused))))
        .onComplete(
            context.succeeding(answer -> {
              context.verify(() ->
                  assertThat(answer)
                      .singleElement()
                      .extracting(Fault::toString)
                      .asString()
                      .startsWith("targets: line 17: ICMP"));
              context.completeNow();
            }));
  }

  @Test
  void theFirstPingOfAListThatIsTooMuchForItsHostIsNamed(Vertx vertx, VertxTestContext context) {
    List<ListedPing> list = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      list.add(new ListedPing(10 + i, fiveASecond(i, "192.0.2.1")));
    }
    faults(ask(vertx, new PingApi.StartAll(list)))
        .onComplete(
            context.succeeding(answer -> {
              context.verify(() ->
                  assertThat(answer)
                      .singleElement()
                      .extracting(Fault::message)
                      .asString()
                      .startsWith("line 12: interval: ")
                      .contains("packets/s to 192.0.2.1", "ping.limits.maxPacketsPerTarget"));
              context.completeNow();
            }));
  }

  @Test
  void whatTheLimitsForbidIsRefusedAndNothingStarts(Vertx vertx, VertxTestContext context) {
    PingApi.EVENTS.consume(
        vertx.eventBus(), event -> context.failNow("nothing may start, but: " + event));
    faults(ask(vertx, new PingApi.Start(spec(1, "224.0.0.1", OptionalLong.of(1)))))
        .onComplete(
            context.succeeding(answer -> {
              context.verify(
                  () -> assertThat(answer).extracting(Fault::field).contains("target", "interval"));
              context.completeNow();
            }));
  }

  @Test
  void aNameWithoutAddressIsRefused(Vertx vertx, VertxTestContext context) {
    faults(ask(vertx, new PingApi.Start(spec(1, "no-such-host.invalid", OptionalLong.of(1)))))
        .onComplete(
            context.succeeding(answer -> {
              context.verify(() ->
                  assertThat(answer)
                      .containsExactly(
                          new Fault(
                              "target",
                              "the host name no-such-host.invalid does not exist: no name under"
                                  + " .invalid does (RFC 6761)")));
              context.completeNow();
            }));
  }

  @Test
  void onePingTooManyIsRefused(Vertx vertx, VertxTestContext context) {
    ask(vertx, new PingApi.Start(spec(1, "127.0.0.1", OptionalLong.empty())))
        .compose(ok -> ask(vertx, new PingApi.Start(spec(2, "127.0.0.1", OptionalLong.empty()))))
        .compose(
            ok -> faults(ask(vertx, new PingApi.Start(spec(3, "127.0.0.1", OptionalLong.empty())))))
        .onComplete(
            context.succeeding(answer -> {
              context.verify(() -> assertThat(answer).isNotEmpty());
              context.completeNow();
            }));
  }

  @Test
  void listThatDoesNotFitIsRefusedBeforeItsNamesAreAskedFor(Vertx vertx, VertxTestContext context) {
    List<ListedPing> list =
        IntStream.rangeClosed(1, 3)
            .mapToObj(i -> new ListedPing(i, spec(i, "no-such-host.invalid", OptionalLong.of(1))))
            .toList();

    faults(ask(vertx, new PingApi.StartAll(list)))
        .onComplete(
            context.succeeding(answer -> {
              context.verify(() ->
                  assertThat(answer)
                      .singleElement()
                      .extracting(Fault::message)
                      .asString()
                      .contains("ping.limits.maxPings"));
              context.completeNow();
            }));
  }

  private static <A extends Record> Future<A> ask(Vertx vertx, PingApi.PingerRequest<A> request) {
    return PingApi.pinger(0).request(vertx.eventBus(), request);
  }

  private static Future<List<Fault>> faults(Future<?> refused) {
    return reason(refused).map(reason -> ((RequestFailure.Refused) reason).faults());
  }

  private static Future<RequestFailure.Reason> reason(Future<?> failed) {
    return failed
        .compose(answer -> Future.<RequestFailure.Reason>failedFuture("was done: " + answer))
        .recover(e ->
            e instanceof RequestFailure failure
                ? Future.succeededFuture(failure.reason())
                : Future.failedFuture(e));
  }

  private static long replies(SampleBatch batch) {
    long replies = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.outcome(i) == Outcome.REPLY) {
        replies++;
      }
    }
    return replies;
  }

  private PingSpec fiveASecond(int id, String host) {
    return spec(id, host, OptionalLong.empty(), Duration.ofMillis(200));
  }

  private PingSpec spec(int id, String host, OptionalLong count) {
    return spec(id, host, count, Duration.ofMillis(10));
  }

  private PingSpec spec(int id, String host, OptionalLong count, Duration interval) {
    return spec(id, new Target(Protocol.UDP, host, echo.port()), count, interval);
  }

  private static PingSpec spec(int id, Target target, OptionalLong count, Duration interval) {
    return PingSpec.of(new PingId(id), target)
        .name("ping " + id)
        .interval(interval)
        .count(count)
        .build();
  }
}

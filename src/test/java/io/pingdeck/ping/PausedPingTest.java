package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.Codecs;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.server.Await;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.SendLimits;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.resolve.NameResolver;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.ScriptedDns;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PausedPingTest {
  private static final PingLimits LIMITS =
      new PingLimits(Duration.ofMillis(200), Duration.ofMillis(1), 1472, Duration.ofSeconds(60), 2);
  private static final String NAME = "core.example";
  private static final PingId ID = new PingId(1);
  private static final Caller OLGA = new Caller("olga", Role.ADMIN, Caller.Proof.PASSWORD);

  private final Vertx vertx = Vertx.vertx();
  private final List<Long> sequences = new CopyOnWriteArrayList<>();
  private final List<PingEvent> events = new CopyOnWriteArrayList<>();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger(-1);
  @TempDir private Path etc;
  private PlainEcho echo;
  private ScriptedDns dns;

  @BeforeEach
  void deploy() throws Exception {
    echo =
        new PlainEcho(bytes -> {
          sizes.add(bytes.length);
          return bytes;
        });
    dns = new ScriptedDns().sayAddresses(NAME, 3600, "127.0.0.1");
    Files.writeString(etc.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    Codecs.register(vertx);
    PingApi.SAMPLES.consume(
        vertx.eventBus(),
        batch -> LongStream.of(batch.sequences()).limit(batch.size()).forEach(sequences::add));
    PingApi.EVENTS.consume(vertx.eventBus(), events::add);
    PingApi.WORKERS.consume(vertx.eventBus(), status -> running.set(status.loop().pings()));
    await(
        vertx.deployVerticle(
            new PingerVerticle(
                0,
                LIMITS,
                new SendBudget(SendLimits.DEFAULT),
                PlatformSockets.portable(),
                TrustedCertificates.load(Optional.empty()),
                SecretFiles.below(Optional.empty()),
                new HostResolver(NameResolver.of(etc, dns.port())))));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
    echo.close();
    dns.close();
  }

  @Test
  void aPausedPingSendsNothingAndContinuesWithTheNextSequence() throws Exception {
    start(OptionalLong.empty());
    Await.until("there are samples", () -> sequences.size() >= 5);

    assertThat(ask(new PingApi.Pause(ID)).state()).isEqualTo(PingState.PAUSED);
    Await.until("no ping is in the loop", () -> running.get() == 0);
    int before = sequences.size();
    assertThat(ask(new PingApi.Pause(ID)).state()).isEqualTo(PingState.PAUSED);
    assertThat(ask(new PingApi.Continue(ID)).state()).isEqualTo(PingState.RUNNING);
    Await.until("it continues", () -> sequences.size() >= before + 5);

    assertThat(sequences).isSorted().doesNotHaveDuplicates().startsWith(1L);
    assertThat(sequences.getLast()).isEqualTo(sequences.size());
    assertThat(ask(new PingApi.Continue(ID)).state()).isEqualTo(PingState.RUNNING);
    assertThat(events).noneMatch(PingEvent.Ended.class::isInstance);
  }

  @Test
  void aPauseInTheLastRoundTripsDoesNotLoseTheEnd() throws Exception {
    start(OptionalLong.of(3));
    Await.until("all are sent", () -> sizes.size() == 3);

    Future<PingInfo> paused = PingApi.pinger(0).request(vertx.eventBus(), new PingApi.Pause(ID));
    Await.until("it has ended", this::hasEnded);

    assertThat(paused.isComplete()).isTrue();
    assertThat(ended().state()).isEqualTo(PingState.FINISHED);
    assertThat(sequences).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aPausedPingIsStoppedAtOnce() throws Exception {
    start(OptionalLong.empty());
    ask(new PingApi.Pause(ID));
    Await.until("no ping is in the loop", () -> running.get() == 0);

    assertThat(ask(new PingApi.Stop(ID)).state()).isEqualTo(PingState.STOPPED);

    assertThat(ended().state()).isEqualTo(PingState.STOPPED);
    assertThat(refusal(new PingApi.Continue(ID)))
        .isEqualTo(new RequestFailure.Conflict("the ping is stopped"));
    assertThat(refusal(new PingApi.Pause(ID)))
        .isEqualTo(new RequestFailure.Conflict("the ping is stopped"));
  }

  @Test
  void aPausedPingIsDeleted() throws Exception {
    start(OptionalLong.empty());
    ask(new PingApi.Pause(ID));
    ask(new PingApi.Delete(ID));

    assertThat(refusal(new PingApi.Continue(ID))).isInstanceOf(RequestFailure.Unknown.class);
  }

  @Test
  void changedSettingsTakeEffectAndTheSequenceGoesOn() throws Exception {
    start(OptionalLong.empty());
    Await.until("there are samples", () -> sequences.size() >= 5);

    PingInfo changed = ask(change(new PingFormBuilder().size(OptionalInt.of(200)).build()));
    Await.until("the new size arrives", () -> sizes.contains(200));
    int at = sequences.size();
    Await.until("more samples", () -> sequences.size() >= at + 5);

    assertThat(changed.spec().payloadBytes()).isEqualTo(200);
    assertThat(changed.spec().startedBy()).isEqualTo(OLGA);
    assertThat(changed.spec().interval()).isEqualTo(Duration.ofMillis(10));
    assertThat(sizes.subList(sizes.indexOf(200), sizes.size())).containsOnly(200);
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    assertThat(sequences.getLast()).isEqualTo(sequences.size());
    assertThat(events).noneMatch(PingEvent.Ended.class::isInstance);
  }

  @Test
  void stopDuringTheLookUpOfAResumeEndsThePing() throws Exception {
    Future<PingInfo> resumed = resumeWithASlowLookUp();

    assertThat(ask(new PingApi.Stop(ID)).state()).isEqualTo(PingState.STOPPED);

    assertThat(ended().state()).isEqualTo(PingState.STOPPED);
    Await.until("the look-up has ended", resumed::isComplete);
    assertThat(resumed.failed()).isTrue();
    assertThat(events).last().isInstanceOf(PingEvent.Ended.class);
  }

  @Test
  void labelsChangeDuringTheLookUpOfAResume() throws Exception {
    Future<PingInfo> resumed = resumeWithASlowLookUp();
    PingRequest labels = new PingFormBuilder().name(Optional.of("core")).build();

    ask(change(labels));
    Await.until("the look-up has ended", resumed::isComplete);

    assertThat(resumed.result().spec().name()).isEqualTo("core");
  }

  @Test
  void pauseDuringTheLookUpOfAChangeIsAPause() throws Exception {
    start(NAME, OptionalLong.empty());
    Await.until("there are samples", () -> sequences.size() >= 5);
    int asked = dns.questions();
    dns.say(NAME, new ScriptedDns.Silence());
    ask(change(new PingFormBuilder().size(OptionalInt.of(200)).build()));
    Await.until("the look-up has begun", () -> dns.questions() > asked);

    assertThat(ask(new PingApi.Pause(ID)).state()).isEqualTo(PingState.PAUSED);
    dns.sayAddresses(NAME, 3600, "127.0.0.1");
    assertThat(ask(new PingApi.Continue(ID)).state()).isEqualTo(PingState.RUNNING);
    Await.until("the new size arrives", () -> sizes.contains(200));

    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    assertThat(events).noneMatch(PingEvent.Ended.class::isInstance);
  }

  private Future<PingInfo> resumeWithASlowLookUp() throws Exception {
    start(NAME, OptionalLong.empty());
    ask(new PingApi.Pause(ID));
    Await.until("no ping is in the loop", () -> running.get() == 0);
    int asked = dns.questions();
    dns.say(NAME, new ScriptedDns.Silence());
    Future<PingInfo> resumed =
        PingApi.pinger(0).request(vertx.eventBus(), new PingApi.Continue(ID));
    Await.until("the look-up has begun", () -> dns.questions() > asked);
    return resumed;
  }

  @Test
  void theLastOfManyQuickCommandsWins() throws Exception {
    start(NAME, OptionalLong.empty());
    for (int i = 1; i <= 20; i++) {
      Await.until("it is sent", () -> !sizes.isEmpty());
      PingRequest size = new PingFormBuilder().size(OptionalInt.of(100 + i)).build();
      assertThat(ask(change(size)).state()).isEqualTo(PingState.RUNNING);
      assertThat(ask(new PingApi.Pause(ID)).state()).isEqualTo(PingState.PAUSED);
      assertThat(ask(new PingApi.Continue(ID)).state()).isEqualTo(PingState.RUNNING);
    }
    Await.until("the last size arrives", () -> sizes.contains(120));

    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    assertThat(events).noneMatch(PingEvent.Ended.class::isInstance);
  }

  @Test
  void settingsOfAPausedPingObeyTheLimits() throws Exception {
    start(OptionalLong.empty());
    ask(new PingApi.Pause(ID));

    PingRequest fast = new PingFormBuilder().interval(Optional.of("1us")).build();

    assertThat(refusal(change(fast))).isInstanceOf(RequestFailure.Refused.class);
  }

  @Test
  void settingsOfAnEndedPingStayAsItRan() throws Exception {
    start(OptionalLong.of(1));
    ended();

    PingRequest slow = new PingFormBuilder().interval(Optional.of("5s")).build();
    PingRequest name = new PingFormBuilder().name(Optional.of("core")).build();

    assertThat(refusal(change(slow)))
        .isEqualTo(new RequestFailure.Conflict("the ping is finished"));
    assertThat(ask(change(name)).spec().name()).isEqualTo("core");
  }

  @Test
  void nameAndTagsChangeWithoutAnInterruption() throws Exception {
    start(OptionalLong.empty());
    PingRequest labels =
        new PingFormBuilder()
            .name(Optional.of("core"))
            .tags(Optional.of(List.of("berlin", "core")))
            .build();

    PingInfo changed = ask(change(labels));

    assertThat(changed.spec().name()).isEqualTo("core");
    assertThat(changed.spec().tags()).containsExactly("berlin", "core");
    assertThat(changed.spec().startedBy()).isEqualTo(Caller.LOCAL);
    assertThat(events).filteredOn(PingEvent.Started.class::isInstance).hasSize(1);
    assertThat(events).last().isEqualTo(new PingEvent.Changed(changed));
  }

  @Test
  void settingsOfAPausedPingChangeAndItStaysPaused() throws Exception {
    start(OptionalLong.empty());
    ask(new PingApi.Pause(ID));

    PingRequest slower = new PingFormBuilder().interval(Optional.of("20ms")).build();
    assertThat(ask(change(slower)).state()).isEqualTo(PingState.PAUSED);

    assertThat(ask(new PingApi.Continue(ID)).spec().interval()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void aFaultChangesNothing() throws Exception {
    start(OptionalLong.empty());
    PingRequest bad =
        new PingFormBuilder()
            .name(Optional.of("new"))
            .interval(Optional.of("soon"))
            .tags(Optional.of(List.of("two words")))
            .build();

    assertThat(refusal(change(bad)))
        .isInstanceOfSatisfying(
            RequestFailure.Refused.class,
            refused ->
                assertThat(refused.faults())
                    .extracting(fault -> fault.field())
                    .containsExactlyInAnyOrder("interval", "tags"));
    assertThat(events).hasSize(1);
  }

  private static PingApi.Change change(PingRequest fields) {
    return new PingApi.Change(ID, fields, OLGA);
  }

  private void start(OptionalLong count) throws Exception {
    start("127.0.0.1", count);
  }

  private void start(String host, OptionalLong count) throws Exception {
    PingSpec spec =
        PingSpec.of(ID, new Target(Protocol.UDP, host, echo.port()))
            .interval(Duration.ofMillis(10))
            .count(count)
            .build();
    ask(new PingApi.Start(spec));
  }

  private boolean hasEnded() {
    return events.stream().anyMatch(PingEvent.Ended.class::isInstance);
  }

  private PingInfo ended() {
    Await.until("it has ended", this::hasEnded);
    return ((PingEvent.Ended) events.getLast()).ping();
  }

  private RequestFailure.Reason refusal(PingApi.PingerRequest<PingInfo> request) throws Exception {
    try {
      throw new AssertionError("was done: " + ask(request));
    } catch (ExecutionException e) {
      return ((RequestFailure) e.getCause()).reason();
    }
  }

  private PingInfo ask(PingApi.PingerRequest<PingInfo> request) throws Exception {
    return await(PingApi.pinger(0).request(vertx.eventBus(), request));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}

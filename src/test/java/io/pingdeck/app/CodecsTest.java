package io.pingdeck.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pingdeck.base.Fault;
import io.pingdeck.bus.RecordCodec;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.bus.RequestFailureCodec;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.doctor.api.DoctorApi;
import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.SinceChange;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.MplsLabel;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.EngineCounters;
import io.pingdeck.ping.api.Lateness;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.Stalls;
import io.pingdeck.ping.api.WorkerStatus;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.HttpDetails;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sample.TlsDetails;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.api.Availability;
import io.pingdeck.stats.api.LossWindow;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.ServiceState;
import io.pingdeck.stats.api.ServiceStatus;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.stats.rtt.PingRtts;
import io.pingdeck.stats.rtt.RttFigures;
import io.pingdeck.stats.rtt.RttSummary;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
class CodecsTest {
  private static final PingId PING = new PingId(123_456_789);
  private static final Endpoint ROUTER = Endpoint.ipv4(0x0a000201, 0);
  private static final IcmpError UNREACHABLE =
      new IcmpError(
          3, 3, ROUTER, 1500, OptionalLong.of(17), List.of(new MplsLabel(100, 1, true, 63)), true);
  private static final Optional<Instant> EXPIRY =
      Optional.of(Instant.parse("2027-01-02T03:04:05Z"));
  private static final EchoServerId ECHO = new EchoServerId("udp-127.0.0.1-12000");
  private static final List<Fault> FAULTS = List.of(new Fault("target", "\u202e<script> is none"));

  private static final PingSpec SPEC =
      PingSpec.of(PING, new Target(Protocol.UDP, "::1", 12000))
          .name("a name")
          .family(AddressFamily.IPV6)
          .interval(Duration.ofNanos(1_000_000_001))
          .timeout(Duration.ofMillis(250))
          .count(OptionalLong.of(Long.MAX_VALUE))
          .hopLimit(OptionalInt.of(5))
          .trafficClass(0xb8)
          .tags(List.of("berlin", "core"))
          .startedBy(new Caller("ada", Role.OPERATOR, Caller.Proof.PASSWORD))
          .build();
  private static final PingInfo RUNNING =
      new PingInfo(
          SPEC,
          1,
          new Endpoint(0xfe80L << 48, 1, 12000, 2),
          List.of(new Endpoint(0xfe80L << 48, 2, 12000, 2), ROUTER),
          PingState.RUNNING,
          Instant.parse("2026-01-02T03:04:05.678901234Z"),
          Optional.empty(),
          "",
          List.of(new BareIcmpError(17, 3, 1, ROUTER)),
          List.of(
              new AddressChange(
                  Instant.parse("2026-01-02T03:04:05.5Z"), ROUTER, ROUTER, "SERVFAIL")),
          EXPIRY);
  private static final PingInfo FAILED =
      RUNNING.ended(PingState.FAILED, Instant.parse("2026-01-02T03:04:06Z"), "no route");
  private static final PingCounters COUNTERS =
      PingCounters.read(LongStream.rangeClosed(1, PingCounters.COLUMNS).toArray(), 0);

  private static final EchoSpec ECHO_SPEC =
      new EchoSpec(
          Protocol.UDP, "127.0.0.1", 12000, EchoMode.LAB, new Impairment(0.1, OptionalLong.of(-7)));

  static Stream<Record> examples() {
    return Stream.of(
            pingAndEchoExamples(),
            HeartbeatMessages.examples(),
            HistoryMessages.examples(emptySnapshot()),
            UserMessages.examples(),
            AlertMessages.examples(),
            doctorExamples())
        .flatMap(examples -> examples);
  }

  private static Stream<Record> doctorExamples() {
    Check check = Check.warn("clock", "Clock", "not synchronised", "`chronyd`");
    return Stream.of(
        new DoctorApi.Examine(), new Diagnosis(List.of(check.with(Map.of("maxErrorMicros", 7L)))));
  }

  private static Stream<Record> pingAndEchoExamples() {
    return Stream.of(
        batch(),
        new SampleColumns().toBatch(0, 1),
        new PingEvent.Started(RUNNING),
        new PingEvent.Stopping(RUNNING.stopping()),
        new PingEvent.Changed(RUNNING.paused()),
        new PingEvent.Noticed(RUNNING.with(new BareIcmpError(18, 3, 3, ROUTER))),
        new PingEvent.Ended(FAILED),
        new PingEvent.AddressChanged(RUNNING),
        new PingEvent.Deleted(PING),
        new PingEvent.Forgotten(PING),
        new WorkerStatus(
            1,
            new LoopStatus(
                3,
                20_000,
                Optional.of(new Lateness(1, 2, 3)),
                OptionalLong.of(4),
                RttSource.KERNEL_RECEIVE,
                new ConnectionSlots(1, 2, 3),
                new Stalls(1, 2, 3, 4),
                new EngineCounters(5, 6, 7, 8, 9, 10, 11))),
        new StatsApi.Page(Optional.of(PING), 1000),
        new StatsApi.Page(Optional.empty(), 1),
        new StatsApi.ReadIds(1),
        new StatsApi.Ids(List.of(PING, new PingId(0)), 7),
        new StatsApi.Some(List.of(PING, new PingId(0))),
        new StatsApi.ReadSamples(PING, 5),
        new StatsApi.Restore(
            RUNNING,
            COUNTERS,
            Optional.of(new RttFigures(1, 9, 4.5, 2.25, List.of(1, 9), List.of(2L, 3L))),
            batch()),
        new StatsApi.Restored(PING),
        new StatsApi.ReadRtts(List.of(PING)),
        new StatsApi.ReadStatistics(PING),
        PingSamples.statistics(),
        new StatsApi.Rtts(
            List.of(new PingRtts(PING, new RttFigures(1, 9, 4.5, 2.25, List.of(1), List.of(2L))))),
        new StatsApi.Snapshots(List.of(fullSnapshot(), emptySnapshot()), 7),
        new StatsApi.Samples(batchSamples()),
        new EchoApi.Start(ECHO_SPEC),
        new EchoApi.Impair(ECHO, Impairment.NONE),
        new EchoApi.Stop(ECHO),
        new EchoApi.Restart(ECHO),
        new EchoApi.Delete(ECHO),
        new EchoApi.All(),
        echo(),
        new EchoApi.Servers(List.of(echo())),
        new PingApi.Start(SPEC),
        new PingApi.Pause(PING),
        new PingApi.Continue(PING),
        new PingApi.Change(
            PING,
            new PingFormBuilder()
                .name(Optional.of("core"))
                .tags(Optional.of(List.of("berlin")))
                .build(),
            new Caller("ada", Role.OPERATOR, Caller.Proof.PASSWORD)),
        new PingApi.StartAll(List.of(new ListedPing(4711, SPEC))),
        new PingApi.Resume(RUNNING, new PingHistory(99, COUNTERS.withoutInFlight())),
        new PingApi.Probe(SPEC),
        new PingApi.Probed(ROUTER, 5, batchSamples().getFirst(), Optional.of(ROUTER)),
        new PingApi.Stop(PING),
        new PingApi.Delete(PING),
        FAILED,
        new PingApi.Started(List.of(RUNNING)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void messageSurvivesTheWire(Record message) {
    Buffer wire = Buffer.buffer("bytes before it");
    int position = wire.length();

    Record decoded = throughTheWire(message, wire, position);

    assertThat(decoded).usingRecursiveComparison().isEqualTo(message);
  }

  @Test
  void everyMessageHasAnExample() {
    assertThat(examples().map(Object::getClass).distinct().toList())
        .hasSameElementsAs(Codecs.messages().stream().<Class<?>>map(type -> type).toList());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureSurvivesTheWire(RequestFailure.Reason reason) {
    RequestFailure failure = new RequestFailure(reason);
    RequestFailureCodec codec = new RequestFailureCodec(Codecs::json);
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, failure);
    wire.appendString("behind");

    RequestFailure decoded = codec.decodeFromWire("before".length(), wire);

    assertThat(decoded.reason()).isEqualTo(reason);
    assertThat(decoded).hasMessage(failure.getMessage());
  }

  static Stream<RequestFailure.Reason> failures() {
    return Stream.of(
        new RequestFailure.Refused(FAULTS),
        new RequestFailure.Unknown("no ping 17"),
        new RequestFailure.Conflict("only signed beats count for it"),
        new RequestFailure.TooSoon("a moment ago", Duration.ofMillis(300)),
        new RequestFailure.Busy("try again", Duration.ofSeconds(1)),
        new RequestFailure.Unavailable("history is off"));
  }

  @Test
  void everyReasonHasAnExample() {
    assertThat(failures().map(Object::getClass))
        .hasSameElementsAs(List.of(RequestFailure.Reason.class.getPermittedSubclasses()));
  }

  @Test
  void localDeliveryHandsOverTheSameInstance(Vertx vertx, VertxTestContext test) {
    Codecs.register(vertx);
    SampleBatch sent = batch();

    PingApi.SAMPLES
        .consume(
            vertx.eventBus(),
            received ->
                test.verify(() -> {
                  assertThat(received).isSameAs(sent);
                  test.completeNow();
                }))
        .onSuccess(ok -> PingApi.SAMPLES.publish(vertx.eventBus(), sent))
        .onFailure(test::failNow);
  }

  @Test
  void secondRegistrationIsRefused(Vertx vertx) {
    Codecs.register(vertx);

    assertThatIllegalStateException().isThrownBy(() -> Codecs.register(vertx));
  }

  private static <T extends Record> T throughTheWire(T message, Buffer wire, int position) {
    @SuppressWarnings("unchecked")
    RecordCodec<T> codec = new RecordCodec<>((Class<T>) message.getClass(), Codecs::json);
    codec.encodeToWire(wire, message);
    wire.appendString("bytes after it");
    return codec.decodeFromWire(position, wire);
  }

  /// State on disk uses the same rules.
  @Test
  void whatAnOlderVersionDidNotWriteIsAbsent() {
    String json = "{\"protocol\":\"UDP\",\"host\":\"test\",\"port\":7}";
    Buffer wire = Buffer.buffer().appendInt(json.length()).appendString(json);

    assertThat(new RecordCodec<>(Target.class, Codecs::json).decodeFromWire(0, wire))
        .isEqualTo(new Target(Protocol.UDP, "test", 7));
  }

  private static SampleBatch batch() {
    SampleColumns buffer = new SampleColumns();
    buffer
        .add(PING.value(), 1, 17, 5, Outcome.REPLY)
        .rtt(183_204, RttSource.KERNEL)
        .untagged()
        .hopLimit(64);
    buffer.add(PING.value(), 2, 18, 0, Outcome.SEND_FAILED).errno(101);
    buffer.add(PING.value(), 3, 19, 0, Outcome.ICMP_ERROR).icmpError(UNREACHABLE);
    answered(
        buffer,
        4,
        new Response.Http(200, 1, OptionalLong.of(2), 3, 4, EXPIRY, 2, true, Optional.of("why")));
    answered(
        buffer,
        4,
        new Response.Http(
            200,
            1,
            OptionalLong.of(2),
            3,
            4,
            EXPIRY,
            0,
            false,
            Optional.empty(),
            Optional.of(
                new HttpDetails(
                    "1.1",
                    OptionalLong.of(5),
                    5,
                    Optional.of(Instant.ofEpochSecond(1)),
                    Optional.of(new TlsDetails("TLS 1.3", Instant.EPOCH, Instant.EPOCH))))));
    answered(buffer, 5, new Response.Dns(3, 0, true, OptionalLong.of(7), 1, 2));
    answered(buffer, 6, new Response.Banner("220 \\x00 ready"));
    answered(buffer, 7, new Response.Tls(TlsFault.EXPIRED, EXPIRY, Optional.of("unknown_ca")));
    answered(buffer, 8, new Response.Malformed("not a status line"));
    answered(buffer, 9, new Response.From(ROUTER));
    answered(buffer, 10, new Response.Echo("PONG \\x00"));
    TlsDetails tls = new TlsDetails("TLS 1.2", Instant.EPOCH, Instant.EPOCH);
    answered(buffer, 11, new Response.Smtp("the reply is 454", "454 no", Optional.of(tls)));
    int row = buffer.addCounters(PING.value());
    for (int i = 0; i < PingCounters.COLUMNS; i++) {
      buffer.counters()[row + i] = i;
    }
    return buffer.toBatch(1, 42);
  }

  private static void answered(SampleColumns buffer, int sequence, Response answer) {
    buffer.add(PING.value(), sequence, 20, 0, Outcome.UNEXPECTED).answer(answer);
  }

  private static List<Sample> batchSamples() {
    SampleBatch batch = batch();
    return IntStream.range(0, batch.size()).mapToObj(batch::sample).toList();
  }

  private static PingSnapshot fullSnapshot() {
    return new PingSnapshot(
        FAILED,
        COUNTERS,
        Optional.of(new RttSummary(3, 1, 2.5, 1, 1, 2, 3, 3, 3, 3, 3, Long.MAX_VALUE, 0.25)),
        OptionalLong.of(2),
        OptionalDouble.of(0.1),
        OptionalDouble.of(1.0 / 3),
        new LossWindow(10, 4),
        new Availability(3, 2),
        new ServiceStatus(ServiceState.DOWN, 17, "refused", true),
        "rrlx");
  }

  private static PingSnapshot emptySnapshot() {
    return PingSnapshot.withoutSamples(RUNNING, PingCounters.ZERO, Optional.empty());
  }

  private static EchoSnapshot echo() {
    Map<String, Long> drops = new LinkedHashMap<>();
    drops.put("emulatedLoss", 4L);
    drops.put("servicePort", 0L);
    return new EchoSnapshot(
        ECHO,
        ECHO_SPEC,
        Optional.of(Endpoint.ipv4(0x7f000001, 12000)),
        "",
        14,
        7,
        3,
        drops,
        Map.of("delayed", 3L),
        OptionalLong.of(0),
        Optional.of(new ConnectionCounts(1, 5, 2, 1, 1)),
        new SinceChange(Instant.parse("2026-01-02T03:04:06Z"), 5, 4, drops, Map.of("delayed", 1L)));
  }
}

package io.pingdeck.app;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.bus.RecordCodec;
import io.pingdeck.bus.Request;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.bus.RequestFailureCodec;
import io.pingdeck.bus.Service;
import io.pingdeck.doctor.api.DoctorApi;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.heartbeat.api.BeatSenderApi;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.user.api.UserApi;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The codecs of every message on the event bus.
public final class Codecs {
  /// Made for the first message that leaves the process: no start waits for it.
  private static final class Mapper {
    static final ObjectMapper JSON =
        RecordCodec.mapper().addMixIn(Response.class, AnswerKinds.class).build();
  }

  /// Names the concrete record of an [Response] on the wire.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(Response.Http.class),
    @JsonSubTypes.Type(Response.Tls.class),
    @JsonSubTypes.Type(Response.Smtp.class),
    @JsonSubTypes.Type(Response.Dns.class),
    @JsonSubTypes.Type(Response.Banner.class),
    @JsonSubTypes.Type(Response.Echo.class),
    @JsonSubTypes.Type(Response.Malformed.class),
    @JsonSubTypes.Type(Response.From.class)
  })
  private interface AnswerKinds {}

  private Codecs() {}

  static ObjectMapper json() {
    return Mapper.JSON;
  }

  /// Registers the codecs. Call once per Vert.x instance, before any deployment: Vert.x rejects a
  /// second registration.
  public static void register(Vertx vertx) {
    messages().forEach(type -> register(vertx.eventBus(), type));
    vertx
        .eventBus()
        .registerDefaultCodec(RequestFailure.class, new RequestFailureCodec(Codecs::json));
  }

  /// Every record that is sent to an address of a feature. Vert.x looks up a codec by the concrete
  /// class of a message, so each record of a sealed interface needs its own.
  static List<Class<? extends Record>> messages() {
    Stream<Class<? extends Record>> announced =
        Stream.of(
                PingApi.SAMPLES.type(),
                PingApi.EVENTS.type(),
                PingApi.WORKERS.type(),
                HeartbeatApi.CHANGED.type(),
                UserApi.CHANGED.type())
            .flatMap(Codecs::records);
    Stream<Class<? extends Record>> asked =
        Stream.<Service<?>>of(
                PingApi.pinger(0),
                StatsApi.STATS,
                HistoryApi.HISTORY,
                EchoApi.SERVERS,
                HeartbeatApi.MONITOR,
                BeatSenderApi.SENDERS,
                DoctorApi.DOCTOR,
                UserApi.USERS,
                AuditApi.AUDIT,
                AlertApi.ALERTS)
            .flatMap(Codecs::requestsAndReplies);
    return Stream.concat(announced, asked).distinct().toList();
  }

  private static Stream<Class<? extends Record>> requestsAndReplies(Service<?> service) {
    return records(service.family())
        .flatMap(request -> Stream.of(request, Request.replyTo(request)));
  }

  private static Stream<Class<? extends Record>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Codecs::records)
        : Stream.of(type.asSubclass(Record.class));
  }

  private static <T extends Record> void register(EventBus bus, Class<T> type) {
    bus.registerDefaultCodec(type, new RecordCodec<>(type, Codecs::json));
  }
}

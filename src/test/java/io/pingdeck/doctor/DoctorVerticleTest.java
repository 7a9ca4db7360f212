package io.pingdeck.doctor;

import static io.pingdeck.web.Site.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.Codecs;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.doctor.api.DoctorApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class DoctorVerticleTest {
  @Test
  void manyReadersCostOneRun(Vertx vertx) {
    Codecs.register(vertx);
    AtomicInteger runs = new AtomicInteger();
    await(
        vertx.deployVerticle(
            new DoctorVerticle(() -> {
              runs.incrementAndGet();
              return new Diagnosis(List.of(Check.ok("java", "Java", "25")));
            })));

    List<Future<Diagnosis>> asked =
        Stream.generate(() -> DoctorApi.DOCTOR.request(vertx.eventBus(), new DoctorApi.Examine()))
            .limit(50)
            .toList();

    assertThat(asked).allSatisfy(answer -> assertThat(await(answer).works()).isTrue());
    assertThat(runs).hasValue(1);
  }

  @Test
  void failureIsNotKept(Vertx vertx) {
    Codecs.register(vertx);
    AtomicInteger runs = new AtomicInteger();
    await(
        vertx.deployVerticle(
            new DoctorVerticle(() -> {
              if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
              return new Diagnosis(List.of());
            })));

    Future<Diagnosis> first = DoctorApi.DOCTOR.request(vertx.eventBus(), new DoctorApi.Examine());
    assertThat(
            await(first.otherwise(new Diagnosis(List.of(Check.fail("a", "a", "a", ""))))).works())
        .isFalse();

    Future<Diagnosis> next = DoctorApi.DOCTOR.request(vertx.eventBus(), new DoctorApi.Examine());
    assertThat(await(next).works()).isTrue();
  }
}

package io.pingdeck.doctor;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.Handlers;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.doctor.api.DoctorApi;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;

/// Runs the checks on request, off the event loop, one run at a time. A result is used again for
/// ten seconds, so that many readers cost no more than one.
public final class DoctorVerticle extends VerticleBase {
  private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

  private final Supplier<Diagnosis> doctor;
  private Future<Diagnosis> last;
  private long startedNanos;

  /// @param doctor makes the checks; may block for seconds
  public DoctorVerticle(Supplier<Diagnosis> doctor) {
    this.doctor = requireNonNull(doctor, "doctor");
  }

  @Override
  public Future<?> start() {
    Handlers<DoctorApi.DoctorRequest<?>> handlers =
        new Handlers<DoctorApi.DoctorRequest<?>>().on(DoctorApi.Examine.class, asked -> examine());
    return DoctorApi.DOCTOR.serve(vertx.eventBus(), handlers);
  }

  private Future<Diagnosis> examine() {
    long now = System.nanoTime();
    boolean fresh =
        last != null && !last.failed() && (!last.isComplete() || now - startedNanos < FRESH_NANOS);
    if (!fresh) {
      startedNanos = now;
      last = vertx.executeBlocking(doctor::get, false);
    }
    return last;
  }
}

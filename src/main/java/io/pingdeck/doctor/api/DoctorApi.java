package io.pingdeck.doctor.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;

/// Commands to the doctor.
public final class DoctorApi {
  /// Web -> doctor.
  public static final Service<DoctorRequest<?>> DOCTOR =
      new Service<>("doctor", DoctorRequest.class);

  private DoctorApi() {}

  public sealed interface DoctorRequest<A extends Record> extends Request<DoctorRequest<?>, A> {}

  /// Checks this machine, unless that was done a moment ago.
  public record Examine() implements DoctorRequest<Diagnosis> {}
}

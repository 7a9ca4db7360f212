package io.pingdeck.web.rest;

import io.pingdeck.doctor.api.DoctorApi;
import io.pingdeck.json.DoctorJson;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Responses;
import io.vertx.core.eventbus.EventBus;

/// What works on this machine.
public final class DoctorRoute {
  private final EventBus bus;

  public DoctorRoute(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    Responses.json(
        routes.get("/api/v1/doctor"),
        context ->
            DoctorApi.DOCTOR.request(bus, new DoctorApi.Examine()).map(DoctorJson::diagnosis));
  }
}

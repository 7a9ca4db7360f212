package io.pingdeck.json;

import io.pingdeck.base.ProgramVersion;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.TreeMap;

/// What works on this machine, as JSON.
public final class DoctorJson {
  private DoctorJson() {}

  public static JsonObject diagnosis(Diagnosis diagnosis) {
    JsonArray checks = new JsonArray();
    diagnosis.checks().forEach(check -> checks.add(check(check)));
    return new JsonObject()
        .put("works", diagnosis.works())
        .put("version", ProgramVersion.THIS.number())
        .put("checks", checks);
  }

  private static JsonObject check(Check check) {
    JsonObject json =
        new JsonObject()
            .put("id", check.id())
            .put("title", check.title())
            .put("state", state(check.state()))
            .put("text", check.text());
    check.mend().ifPresent(mend -> json.put("mend", mend));
    if (!check.figures().isEmpty()) {
      JsonObject figures = new JsonObject();
      new TreeMap<>(check.figures()).forEach(figures::put);
      json.put("figures", figures);
    }
    return json;
  }

  public static String state(Check.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}

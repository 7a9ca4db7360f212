package io.pingdeck.json;

import io.pingdeck.base.Durations;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The impairment of an echo server as JSON keys next to its others. All of them are optional in
/// requests.
///
/// Reading takes two steps, because a change is validated before the server it applies to is known.
public final class ImpairmentJson {
  private static final OptionalLong NO_LIMIT = OptionalLong.of(0);

  private final Map<ImpairmentKey<?>, Object> given = new LinkedHashMap<>();

  private ImpairmentJson() {}

  /// Reads the fields that are present; invalid ones are added to the faults.
  public static ImpairmentJson read(JsonFields fields) {
    ImpairmentJson read = new ImpairmentJson();
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      value(fields, key).ifPresent(value -> read.given.put(key, value));
    }
    return read;
  }

  /// The present impairment overridden by the fields that were read. The present seed is omitted,
  /// because it would restart its sequence. Call only if the fields have no faults.
  public Impairment over(Impairment now) {
    Impairment changed = now.with(ImpairmentKey.SEED, OptionalLong.empty());
    for (Map.Entry<ImpairmentKey<?>, Object> one : given.entrySet()) {
      changed = changed.withAny(one.getKey(), one.getValue());
    }
    return changed;
  }

  static void write(JsonObject json, Impairment impairment) {
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      switch (impairment.get(key)) {
        case Duration delay -> json.put(key.name(), Durations.format(delay));
        case ImpairmentKey.Choice choice -> json.put(key.name(), choice.json());
        case OptionalLong number -> number.ifPresent(present -> json.put(key.name(), present));
        case Object chance -> json.put(key.name(), chance);
      }
    }
  }

  private static Optional<?> value(JsonFields fields, ImpairmentKey<?> key) {
    String field = key.name();
    Optional<?> value =
        switch (key.kind()) {
          case CHANCE, BURST -> fields.number(field).stream().boxed().findFirst();
          case DELAY -> delay(fields, field);
          case RATE, SEED ->
              fields.wholeNumber(field).stream().mapToObj(OptionalLong::of).findFirst();
          case CHOICE -> fields.text(field);
        };
    return value.flatMap(given -> allowed(fields, key, given));
  }

  private static Optional<Duration> delay(JsonFields fields, String field) {
    try {
      return fields.duration(field).map(Durations::parse);
    } catch (IllegalArgumentException e) {
      fields.fault(field, "is " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<?> allowed(JsonFields fields, ImpairmentKey<?> key, Object given) {
    Object value =
        switch (key.kind()) {
          case CHOICE -> key.choices().getOrDefault(given, given);
          case RATE -> NO_LIMIT.equals(given) ? OptionalLong.empty() : given;
          case CHANCE, BURST, DELAY, SEED -> given;
        };
    if (key.kind().allows(value)) {
      return Optional.of(value);
    }
    fields.fault(key.name(), rule(key));
    return Optional.empty();
  }

  private static String rule(ImpairmentKey<?> key) {
    return switch (key.kind()) {
      case CHANCE -> "must be a probability (0-1)";
      case BURST -> "must be a mean burst length (1-1000000)";
      case DELAY -> "is too long (at most " + Durations.format(ImpairmentKey.MAX_DELAY) + ")";
      case RATE -> "must be at least 1000, or 0 for no limit";
      case CHOICE ->
          key.choices().keySet().stream()
              .collect(Collectors.joining("\", \"", "must be one of \"", "\""));
      case SEED -> "must be a whole number";
    };
  }
}

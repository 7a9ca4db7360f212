package io.pingdeck.echo.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.base.Hashing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Impairments that an echo server applies to its replies and to incoming requests.
///
/// @param values one for each [ImpairmentKey], in the order of the keys
public record Impairment(List<Object> values) {
  /// The classic lab server draws an integer from 0 to 10 and drops below 4: 4/11, not the 30 % its
  /// text claims.
  public static final double LAB_LOSS = 4.0 / 11;

  public static final Impairment NONE =
      new Impairment(ImpairmentKey.all().stream().<Object>map(ImpairmentKey::fallback).toList());

  public Impairment {
    values = List.copyOf(values);
  }

  /// Independent loss and nothing else.
  public Impairment(double loss, OptionalLong seed) {
    this(NONE.with(ImpairmentKey.LOSS, loss).with(ImpairmentKey.SEED, seed).values);
  }

  public <T> T get(ImpairmentKey<T> key) {
    return key.type().cast(values.get(key.index()));
  }

  /// @throws IllegalArgumentException if the value is out of range
  public <T> Impairment with(ImpairmentKey<T> key, T value) {
    return withAny(key, value);
  }

  /// For code that handles every key alike.
  ///
  /// @throws IllegalArgumentException if the value is out of range, or not of the key's type
  public Impairment withAny(ImpairmentKey<?> key, Object value) {
    if (!key.type().isInstance(value) || !key.kind().allows(value)) {
      throw new IllegalArgumentException(key + " cannot be " + value);
    }
    List<Object> changed = new ArrayList<>(values);
    changed.set(key.index(), value);
    return new Impairment(changed);
  }

  /// The effective impairment after this one is requested. Without a seed of its own, it keeps the
  /// present one.
  public Impairment after(Impairment present) {
    return seed().isPresent() ? this : with(ImpairmentKey.SEED, present.seed());
  }

  public OptionalLong seed() {
    return get(ImpairmentKey.SEED);
  }

  /// The seed of one of several independent sequences of choices.
  public OptionalLong seedOf(int sequence) {
    OptionalLong seed = seed();
    return seed.isPresent() ? OptionalLong.of(Hashing.of(seed.getAsLong() + sequence)) : seed;
  }

  /// Whether replies may be delayed, duplicated, corrupted or reordered: everything but loss.
  public boolean shapes() {
    return delays()
        || differs(ImpairmentKey.DUPLICATE)
        || differs(ImpairmentKey.REORDER)
        || differs(ImpairmentKey.CORRUPT);
  }

  /// Whether replies may be delayed.
  public boolean delays() {
    return isPaced()
        || differs(ImpairmentKey.DELAY)
        || differs(ImpairmentKey.JITTER)
        || differs(ImpairmentKey.REQUEST_DELAY)
        || differs(ImpairmentKey.REQUEST_JITTER);
  }

  /// Whether the bandwidth of a path is limited.
  public boolean isPaced() {
    return differs(ImpairmentKey.BITS_PER_SECOND) || differs(ImpairmentKey.REQUEST_BITS_PER_SECOND);
  }

  /// Whether this key has another value than in [#NONE].
  public boolean differs(ImpairmentKey<?> key) {
    return !get(key).equals(key.fallback());
  }

  /// The form on the event bus and on disk.
  @JsonValue
  JsonNode saved() {
    ObjectNode saved = JsonNodeFactory.instance.objectNode();
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      JsonPointer place = key.saved();
      String name = place.last().getMatchingProperty();
      saved.withObject(place.head()).putPOJO(name, get(key));
    }
    return saved;
  }

  /// Reads what this or an earlier version saved. Missing keys take their defaults.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Impairment of(JsonNode saved) {
    Impairment read = NONE;
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      JsonNode value = saved.at(key.saved());
      read = value.isMissingNode() ? read : read.withAny(key, value(key, value));
    }
    return read;
  }

  private static Object value(ImpairmentKey<?> key, JsonNode json) {
    return switch (key.kind()) {
      case CHANCE, BURST -> json.doubleValue();
      case DELAY ->
          json.isNumber()
              ? Duration.ofNanos(Math.round(json.doubleValue() * 1e9))
              : Duration.parse(json.textValue());
      case RATE, SEED -> json.isNull() ? OptionalLong.empty() : OptionalLong.of(json.longValue());
      case CHOICE ->
          key.choices().values().stream()
              .filter(choice -> choice.toString().equals(json.textValue()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(key + " cannot be " + json));
    };
  }
}

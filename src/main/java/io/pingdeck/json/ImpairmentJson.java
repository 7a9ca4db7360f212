package io.pingdeck.json;

import io.pingdeck.base.Durations;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.LossAs;
import io.pingdeck.echo.api.RequestImpairment;
import io.pingdeck.echo.api.StreamFaults;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The impairment of an echo server as JSON keys next to its others. All of them are optional in
/// requests.
///
/// Reading takes two steps, because a change is validated before the server it applies to is known.
public final class ImpairmentJson {
  private final OptionalDouble loss;
  private final OptionalDouble burst;
  private final Optional<LossAs> lossAs;
  private final OptionalDouble icmpError;
  private final Optional<IcmpErrorAs> icmpErrorAs;
  private final Optional<Duration> delay;
  private final Optional<Duration> jitter;
  private final Optional<JitterShape> jitterShape;
  private final OptionalDouble duplicate;
  private final OptionalDouble reorder;
  private final OptionalDouble corrupt;
  private final OptionalLong bitsPerSecond;
  private final OptionalDouble requestLoss;
  private final Optional<Duration> requestDelay;
  private final Optional<Duration> requestJitter;
  private final OptionalLong requestBitsPerSecond;
  private final OptionalDouble stall;
  private final Optional<Duration> stallTime;
  private final Optional<Duration> closeDelay;
  private final OptionalLong seed;

  private ImpairmentJson(JsonFields fields) {
    loss = chance(fields, "loss");
    burst =
        number(fields, "burst", 1, Impairment.MAX_BURST, "must be a mean burst length (1-1000000)");
    lossAs = oneOf(fields, "lossAs", LossAs.values(), LossAs::json);
    icmpError = chance(fields, "icmpError");
    icmpErrorAs = oneOf(fields, "icmpErrorAs", IcmpErrorAs.values(), IcmpErrorAs::json);
    delay = delay(fields, "delay");
    jitter = delay(fields, "jitter");
    jitterShape = oneOf(fields, "jitterShape", JitterShape.values(), JitterShape::json);
    duplicate = chance(fields, "duplicate");
    reorder = chance(fields, "reorder");
    corrupt = chance(fields, "corrupt");
    bitsPerSecond = bitsPerSecond(fields, "bitsPerSecond");
    requestLoss = chance(fields, "requestLoss");
    requestDelay = delay(fields, "requestDelay");
    requestJitter = delay(fields, "requestJitter");
    requestBitsPerSecond = bitsPerSecond(fields, "requestBitsPerSecond");
    stall = chance(fields, "stall");
    stallTime = delay(fields, "stallTime");
    closeDelay = delay(fields, "closeDelay");
    seed = fields.wholeNumber("seed");
  }

  /// Reads the fields that are present; invalid ones are added to the faults.
  public static ImpairmentJson read(JsonFields fields) {
    return new ImpairmentJson(fields);
  }

  /// The present impairment overridden by the fields that were read. The present seed is omitted,
  /// because it would restart its sequence. Call only if the fields have no faults.
  public Impairment over(Impairment now) {
    return new Impairment(
        loss.orElse(now.loss()),
        burst.orElse(now.burst()),
        lossAs.orElse(now.lossAs()),
        icmpError.orElse(now.icmpError()),
        icmpErrorAs.orElse(now.icmpErrorAs()),
        delay.orElse(now.delay()),
        jitter.orElse(now.jitter()),
        jitterShape.orElse(now.jitterShape()),
        duplicate.orElse(now.duplicate()),
        reorder.orElse(now.reorder()),
        corrupt.orElse(now.corrupt()),
        rateOver(bitsPerSecond, now.bitsPerSecond()),
        over(now.wayIn()),
        over(now.stream()),
        seed);
  }

  private RequestImpairment over(RequestImpairment now) {
    return new RequestImpairment(
        requestLoss.orElse(now.loss()),
        requestDelay.orElse(now.delay()),
        requestJitter.orElse(now.jitter()),
        rateOver(requestBitsPerSecond, now.bitsPerSecond()));
  }

  private StreamFaults over(StreamFaults now) {
    return new StreamFaults(
        stall.orElse(now.stall()),
        stallTime.orElse(now.stallTime()),
        closeDelay.orElse(now.closeDelay()));
  }

  private static OptionalLong rateOver(OptionalLong rate, OptionalLong now) {
    if (rate.isEmpty()) {
      return now;
    }
    return rate.getAsLong() == 0 ? OptionalLong.empty() : rate;
  }

  static void write(JsonObject json, Impairment impairment) {
    json.put("loss", impairment.loss())
        .put("burst", impairment.burst())
        .put("lossAs", impairment.lossAs().json())
        .put("icmpError", impairment.icmpError())
        .put("icmpErrorAs", impairment.icmpErrorAs().json())
        .put("delay", Durations.format(impairment.delay()))
        .put("jitter", Durations.format(impairment.jitter()))
        .put("jitterShape", impairment.jitterShape().json())
        .put("duplicate", impairment.duplicate())
        .put("reorder", impairment.reorder())
        .put("corrupt", impairment.corrupt())
        .put("requestLoss", impairment.wayIn().loss())
        .put("requestDelay", Durations.format(impairment.wayIn().delay()))
        .put("requestJitter", Durations.format(impairment.wayIn().jitter()))
        .put("stall", impairment.stream().stall())
        .put("stallTime", Durations.format(impairment.stream().stallTime()))
        .put("closeDelay", Durations.format(impairment.stream().closeDelay()));
    impairment.bitsPerSecond().ifPresent(rate -> json.put("bitsPerSecond", rate));
    impairment.wayIn().bitsPerSecond().ifPresent(rate -> json.put("requestBitsPerSecond", rate));
    impairment.seed().ifPresent(seed -> json.put("seed", seed));
  }

  private static OptionalDouble chance(JsonFields fields, String field) {
    return number(fields, field, 0, 1, "must be a probability (0-1)");
  }

  private static OptionalDouble number(
      JsonFields fields, String field, double min, double max, String rule) {
    OptionalDouble number = fields.number(field);
    if (number.isPresent() && !(number.getAsDouble() >= min && number.getAsDouble() <= max)) {
      fields.fault(field, rule);
      return OptionalDouble.empty();
    }
    return number;
  }

  private static Optional<Duration> delay(JsonFields fields, String field) {
    Optional<String> text = fields.duration(field);
    try {
      Optional<Duration> delay = text.map(Durations::parse);
      if (delay.isEmpty() || delay.get().compareTo(Impairment.MAX_DELAY) <= 0) {
        return delay;
      }
      fields.fault(field, "is too long (at most " + Durations.format(Impairment.MAX_DELAY) + ")");
    } catch (IllegalArgumentException e) {
      fields.fault(field, "is " + e.getMessage());
    }
    return Optional.empty();
  }

  private static OptionalLong bitsPerSecond(JsonFields fields, String field) {
    OptionalLong rate = fields.wholeNumber(field);
    boolean fits =
        rate.isEmpty()
            || rate.getAsLong() == 0
            || rate.getAsLong() >= Impairment.MIN_BITS_PER_SECOND;
    if (!fits) {
      fields.fault(field, "must be at least 1000, or 0 for no limit");
      return OptionalLong.empty();
    }
    return rate;
  }

  private static <E> Optional<E> oneOf(
      JsonFields fields, String field, E[] all, Function<E, String> name) {
    Optional<String> text = fields.text(field);
    Optional<E> found =
        text.flatMap(
            given -> Arrays.stream(all).filter(one -> name.apply(one).equals(given)).findFirst());
    if (text.isPresent() && found.isEmpty()) {
      fields.fault(
          field,
          Arrays.stream(all)
              .map(one -> "\"" + name.apply(one) + "\"")
              .collect(Collectors.joining(", ", "must be one of ", "")));
    }
    return found;
  }
}

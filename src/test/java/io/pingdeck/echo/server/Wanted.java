package io.pingdeck.echo.server;

import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.LossAs;
import java.time.Duration;
import java.util.OptionalLong;

/// Builds an impairment from the names of its effects.
final class Wanted {
  private Impairment wanted = Impairment.NONE.with(ImpairmentKey.SEED, OptionalLong.of(42));

  private Wanted() {}

  static Wanted impairment() {
    return new Wanted();
  }

  /// The default limits, except for ICMP errors.
  static EchoLimits limits(int icmpErrorsPerSecond) {
    EchoLimits usual = EchoLimits.DEFAULT;
    return new EchoLimits(
        usual.maxDatagramBytes(),
        usual.perSourcePerSecond(),
        usual.perSourceBurst(),
        usual.perSourcePerSecondLoopback(),
        usual.perSourceBurstLoopback(),
        usual.totalPerSecond(),
        usual.totalBurst(),
        usual.maxSources(),
        usual.refuseSystemPorts(),
        usual.refusedPorts(),
        icmpErrorsPerSecond,
        usual.maxConnections(),
        usual.maxConnectionsPerSource(),
        usual.idleTimeout());
  }

  Wanted loss(double chance) {
    return with(ImpairmentKey.LOSS, chance);
  }

  Wanted burst(double length) {
    return with(ImpairmentKey.BURST, length);
  }

  Wanted lossAs(LossAs how) {
    return with(ImpairmentKey.LOSS_AS, how);
  }

  Wanted icmpError(double chance, IcmpErrorAs as) {
    return with(ImpairmentKey.ICMP_ERROR, chance).with(ImpairmentKey.ICMP_ERROR_AS, as);
  }

  Wanted wayIn(double lossChance, int millis, OptionalLong rate) {
    return with(ImpairmentKey.REQUEST_LOSS, lossChance)
        .with(ImpairmentKey.REQUEST_DELAY, Duration.ofMillis(millis))
        .with(ImpairmentKey.REQUEST_BITS_PER_SECOND, rate);
  }

  Wanted stall(double chance, int millis) {
    return with(ImpairmentKey.STALL, chance)
        .with(ImpairmentKey.STALL_TIME, Duration.ofMillis(millis));
  }

  Wanted closeDelay(int millis) {
    return with(ImpairmentKey.CLOSE_DELAY, Duration.ofMillis(millis));
  }

  Wanted seed(long seed) {
    return with(ImpairmentKey.SEED, OptionalLong.of(seed));
  }

  Wanted delay(int millis) {
    return with(ImpairmentKey.DELAY, Duration.ofMillis(millis));
  }

  Wanted jitter(int millis) {
    return with(ImpairmentKey.JITTER, Duration.ofMillis(millis));
  }

  Wanted shape(JitterShape shape) {
    return with(ImpairmentKey.JITTER_SHAPE, shape);
  }

  Wanted duplicate(double chance) {
    return with(ImpairmentKey.DUPLICATE, chance);
  }

  Wanted reorder(double chance) {
    return with(ImpairmentKey.REORDER, chance);
  }

  Wanted corrupt(double chance) {
    return with(ImpairmentKey.CORRUPT, chance);
  }

  Wanted bitsPerSecond(long rate) {
    return with(ImpairmentKey.BITS_PER_SECOND, OptionalLong.of(rate));
  }

  private <T> Wanted with(ImpairmentKey<T> key, T value) {
    wanted = wanted.with(key, value);
    return this;
  }

  Impairment get() {
    return wanted;
  }
}

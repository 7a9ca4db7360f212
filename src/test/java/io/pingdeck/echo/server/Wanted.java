package io.pingdeck.echo.server;

import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.LossAs;
import io.pingdeck.echo.api.RequestImpairment;
import io.pingdeck.echo.api.StreamFaults;
import java.time.Duration;
import java.util.OptionalLong;

/// Builds an impairment from the names of its effects.
final class Wanted {
  private double loss;
  private double burst = 1;
  private LossAs lossAs = LossAs.LOST;
  private int delayMillis;
  private int jitterMillis;
  private JitterShape shape = JitterShape.UNIFORM;
  private double icmpError;
  private IcmpErrorAs icmpErrorAs = IcmpErrorAs.HOST_UNREACHABLE;
  private double duplicate;
  private double reorder;
  private double corrupt;
  private OptionalLong bitsPerSecond = OptionalLong.empty();
  private RequestImpairment wayIn = RequestImpairment.CLEAR;
  private StreamFaults stream = StreamFaults.NONE;
  private OptionalLong seed = OptionalLong.of(42);

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
    loss = chance;
    return this;
  }

  Wanted burst(double length) {
    burst = length;
    return this;
  }

  Wanted lossAs(LossAs how) {
    lossAs = how;
    return this;
  }

  Wanted icmpError(double chance, IcmpErrorAs as) {
    icmpError = chance;
    icmpErrorAs = as;
    return this;
  }

  Wanted wayIn(double lossChance, int millis, OptionalLong rate) {
    wayIn = new RequestImpairment(lossChance, Duration.ofMillis(millis), Duration.ZERO, rate);
    return this;
  }

  Wanted stall(double chance, int millis) {
    stream = new StreamFaults(chance, Duration.ofMillis(millis), stream.closeDelay());
    return this;
  }

  Wanted closeDelay(int millis) {
    stream = new StreamFaults(stream.stall(), stream.stallTime(), Duration.ofMillis(millis));
    return this;
  }

  Wanted seed(long wanted) {
    seed = OptionalLong.of(wanted);
    return this;
  }

  Wanted delay(int millis) {
    delayMillis = millis;
    return this;
  }

  Wanted jitter(int millis) {
    jitterMillis = millis;
    return this;
  }

  Wanted shape(JitterShape wanted) {
    shape = wanted;
    return this;
  }

  Wanted duplicate(double chance) {
    duplicate = chance;
    return this;
  }

  Wanted reorder(double chance) {
    reorder = chance;
    return this;
  }

  Wanted corrupt(double chance) {
    corrupt = chance;
    return this;
  }

  Wanted bitsPerSecond(long rate) {
    bitsPerSecond = OptionalLong.of(rate);
    return this;
  }

  Impairment get() {
    return new Impairment(
        loss,
        burst,
        lossAs,
        icmpError,
        icmpErrorAs,
        Duration.ofMillis(delayMillis),
        Duration.ofMillis(jitterMillis),
        shape,
        duplicate,
        reorder,
        corrupt,
        bitsPerSecond,
        wayIn,
        stream,
        seed);
  }
}

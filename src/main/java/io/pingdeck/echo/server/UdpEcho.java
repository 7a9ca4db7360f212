package io.pingdeck.echo.server;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.guard.LoopBreaker;
import io.pingdeck.echo.guard.RateLimiter;
import io.pingdeck.echo.guard.SourceRules;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.net.DatagramBatch;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Handles one datagram received by a UDP echo server: replies with the same length, or drops it
/// for exactly one reason. Pure code: no I/O, no clock, no allocation per datagram. Not
/// thread-safe.
final class UdpEcho {
  private static final int ERRORS = 1;
  private static final int REQUESTS = 2;
  private final EchoMode mode;
  private final SourceRules rules;
  private final RateLimiter rates;
  private final LoopBreaker loops;
  private final LossModel requests = new LossModel();
  private final LossModel losses = new LossModel();
  private final LossModel errors = new LossModel();
  private IcmpErrorAs errorAs = IcmpErrorAs.HOST_UNREACHABLE;

  UdpEcho(
      EchoMode mode,
      SourceRules rules,
      RateLimiter rates,
      LoopBreaker loops,
      Impairment impairment) {
    this.mode = mode;
    this.rules = rules;
    this.rates = rates;
    this.loops = loops;
    impair(impairment);
  }

  /// Processes a received datagram. If it gets a reply, the slot then holds the reply, with its
  /// source as the destination and its destination as the source.
  ///
  /// @return why the datagram is dropped; if [DropReason#isIcmpError()], it must be answered with
  ///   that error; empty if the slot must be sent
  Optional<DropReason> answer(DatagramBatch batch, int slot, long now) {
    Optional<DropReason> refused = rules.check(batch, slot);
    if (refused.isPresent()) {
      return refused;
    }
    long high = batch.addressHigh(slot);
    long low = batch.addressLow(slot);
    if (!rates.take(high, low, now)) {
      return DropReason.RATE_LIMITED.verdict();
    }
    ByteBuffer payload = batch.payload(slot);
    int length = batch.length(slot);
    if (loops.breaks(high, low, batch.port(slot), payload, length, now)) {
      rates.giveBack();
      return DropReason.LOOP_BROKEN.verdict();
    }
    if (loops.withholds(high, low, payload, length, now)) {
      rates.giveBack();
      return DropReason.LOOP_TEST.verdict();
    }
    if (requests.losesNext()) {
      return DropReason.REQUEST_LOSS.verdict();
    }
    if (losses.losesNext()) {
      return DropReason.EMULATED_LOSS.verdict();
    }
    if (errors.losesNext()) {
      return errorAs.reason().verdict();
    }
    if (mode == EchoMode.LAB) {
      AsciiUpperCase.convert(payload, length);
    }
    loops.answered(payload, length);
    batch.hopLimit(slot, 0); // received with the sender's; the reply uses our default
    batch.trafficClass(slot, 0);
    return Optional.empty();
  }

  /// Takes effect with the next datagram.
  void impair(Impairment impairment) {
    requests.apply(
        impairment.get(ImpairmentKey.REQUEST_LOSS),
        impairment.get(ImpairmentKey.BURST),
        impairment.seedOf(REQUESTS));
    losses.apply(impairment);
    errors.apply(impairment.get(ImpairmentKey.ICMP_ERROR), 1, impairment.seedOf(ERRORS));
    errorAs = impairment.get(ImpairmentKey.ICMP_ERROR_AS);
  }

  /// Number of loops broken so far.
  long loopsBroken() {
    return loops.broken();
  }

  /// Number of replies withheld to test whether peers send on their own.
  long loopTests() {
    return loops.withheld();
  }
}

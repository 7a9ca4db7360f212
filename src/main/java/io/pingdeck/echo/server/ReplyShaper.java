package io.pingdeck.echo.server;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.impairment.DelayQueue;
import io.pingdeck.echo.impairment.Injected;
import io.pingdeck.echo.impairment.LinkModel;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.packet.Endpoint;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Delays, duplicates, reorders, corrupts and paces the replies of a UDP echo server according to
/// its impairment. Pure code: the caller passes the time. Not thread-safe.
final class ReplyShaper {
  static final long LONGEST_HOLD_NANOS = 1_000_000_000;

  private static final int IPV4_HEADERS = 20 + 8;
  private static final int IPV6_HEADERS = 40 + 8;

  private final EchoCounters counters;
  private final DelayQueue waiting = new DelayQueue();
  private final LinkModel way = new LinkModel();
  private RandomGenerator random = LossModel.ALGORITHM.create();
  private Impairment impairment = Impairment.NONE;
  private boolean isActive;
  private DelayQueue.Answer held;

  ReplyShaper(EchoCounters counters) {
    this.counters = counters;
  }

  /// Takes effect with the next reply. A seed restarts a sequence that is separate from that of the
  /// losses.
  void apply(Impairment wanted) {
    impairment = wanted;
    isActive = wanted.shapes();
    way.apply(wanted);
    if (wanted.seed().isPresent()) {
      random = LossModel.ALGORITHM.create(~wanted.seed().getAsLong());
    }
  }

  /// Whether replies must pass through [#shape(DatagramBatch, int, long)].
  boolean isActive() {
    return isActive;
  }

  /// Takes the reply in a slot; [#due(DatagramBatch, long)] returns it later.
  ///
  /// @return why the reply is dropped instead
  Optional<DropReason> shape(DatagramBatch batch, int slot, long now) {
    int length = batch.length(slot);
    if (!waiting.hasRoom(2 * length)) {
      return DropReason.QUEUE_FULL.verdict();
    }
    if (chance(ImpairmentKey.CORRUPT) && length > 0) {
      flipBit(batch, slot, length);
    }
    long due = way.through(bytesOnTheWay(batch, slot), now, random);
    if (due > now) {
      counters.injected(Injected.DELAYED);
    }
    if (chance(ImpairmentKey.REORDER) && held == null) {
      held = waiting.add(batch, slot, due + LONGEST_HOLD_NANOS, false);
      counters.injected(Injected.REORDERED);
    } else {
      waiting.add(batch, slot, due, false);
      releaseHeld(due + 1);
    }
    if (chance(ImpairmentKey.DUPLICATE)) {
      waiting.add(batch, slot, due, true);
      counters.injected(Injected.DUPLICATED);
    }
    return Optional.empty();
  }

  private boolean chance(ImpairmentKey<Double> key) {
    double chance = impairment.get(key);
    return chance > 0 && random.nextDouble() < chance;
  }

  private void flipBit(DatagramBatch batch, int slot, int length) {
    int at = random.nextInt(length);
    byte damaged = (byte) (batch.payload(slot).get(at) ^ 1 << random.nextInt(Byte.SIZE));
    batch.payload(slot).put(at, damaged);
    counters.injected(Injected.CORRUPTED);
  }

  private static int bytesOnTheWay(DatagramBatch batch, int slot) {
    boolean ipv4 = Endpoint.isIpv4(batch.addressHigh(slot), batch.addressLow(slot));
    return batch.length(slot) + (ipv4 ? IPV4_HEADERS : IPV6_HEADERS);
  }

  private void releaseHeld(long due) {
    if (held != null) {
      waiting.move(held, due);
      held = null;
    }
  }

  long nanosUntilNext(long now) {
    return waiting.nanosUntilNext(now);
  }

  /// Fills the batch with the replies that are due.
  void due(DatagramBatch batch, long now) {
    waiting.take(batch, now);
  }
}

package io.pingdeck.echo;

import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// Bytes of TCP answers that leave later. Those of one connection keep their order, whatever their
/// delays; how many may wait is for the connection to bound.
final class DelayedBytes {
  private record Piece(TcpPeer peer, byte[] bytes, long dueNanos, long order)
      implements Comparable<Piece> {
    @Override
    public int compareTo(Piece other) {
      long difference = dueNanos - other.dueNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Piece> pieces = new PriorityQueue<>();
  private RandomGenerator random = LossSequence.ALGORITHM.create();
  private Impairment impairment;
  private long added;

  DelayedBytes(Impairment impairment) {
    this.impairment = impairment;
    apply(impairment);
  }

  /// Holds from the next bytes on. A seed starts its sequence anew.
  void apply(Impairment wanted) {
    impairment = wanted;
    if (wanted.seed().isPresent()) {
      random = LossSequence.ALGORITHM.create(~wanted.seed().getAsLong());
    }
  }

  boolean delays() {
    return impairment.delays();
  }

  /// @param notBefore when the piece before it is due
  /// @return when it is due
  long add(TcpPeer peer, byte[] bytes, long now, long notBefore) {
    long wanted = now + Delays.nextNanos(impairment, random);
    long due = wanted - notBefore < 0 ? notBefore : wanted;
    pieces.add(new Piece(peer, bytes, due, added++));
    return due;
  }

  /// [Long#MAX_VALUE] if nothing waits.
  long nanosUntilNext(long now) {
    Piece next = pieces.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.dueNanos - now);
  }

  /// Hands what is due back to its connection.
  void release(long now) {
    while (nanosUntilNext(now) == 0) {
      Piece piece = pieces.poll();
      piece.peer.release(piece.bytes);
    }
  }
}

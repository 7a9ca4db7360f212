package io.pingdeck.echo.server;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.impairment.LossSequence;
import io.pingdeck.echo.impairment.Way;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// What TCP servers do later: send the bytes of an answer, or end their side of a connection. What
/// is one connection's keeps its order, whatever its delays; how many bytes may wait is for the
/// connection to bound.
final class DelayedBytes {
  private static final int SEGMENT = 1460; // Ethernet's 1500 without IPv4 and TCP headers
  private static final int HEADERS = 20 + 20;
  private static final byte[] END = {};

  private record Piece(TcpPeer peer, byte[] bytes, long dueNanos, long order)
      implements Comparable<Piece> {
    @Override
    public int compareTo(Piece other) {
      long difference = dueNanos - other.dueNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Piece> pieces = new PriorityQueue<>();
  private final Way way = new Way();
  private RandomGenerator random = LossSequence.ALGORITHM.create();
  private Impairment impairment = Impairment.NONE;
  private long added;

  DelayedBytes(Impairment impairment) {
    apply(impairment);
  }

  /// Holds from the next bytes on. A seed starts its sequence anew.
  void apply(Impairment wanted) {
    impairment = wanted;
    way.apply(wanted);
    if (wanted.seed().isPresent()) {
      random = LossSequence.ALGORITHM.create(~wanted.seed().getAsLong());
    }
  }

  boolean delays() {
    return impairment.delays();
  }

  /// How much one piece holds: over a line of some bandwidth, a segment.
  int pieceBytes() {
    boolean paced =
        impairment.bitsPerSecond().isPresent() || impairment.wayIn().bitsPerSecond().isPresent();
    return paced ? SEGMENT : Integer.MAX_VALUE;
  }

  /// @param notBefore when the piece before it is due
  /// @return when it is due
  long add(TcpPeer peer, byte[] bytes, long now, long notBefore) {
    long wanted = way.through(bytes.length + HEADERS, now, random);
    long due = wanted - notBefore < 0 ? notBefore : wanted;
    pieces.add(new Piece(peer, bytes, due, added++));
    return due;
  }

  /// Ends the connection's output later.
  void addEnd(TcpPeer peer, long due) {
    pieces.add(new Piece(peer, END, due, added++));
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
      if (piece.bytes == END) {
        piece.peer.endOutput();
      } else {
        piece.peer.release(piece.bytes);
      }
    }
  }
}

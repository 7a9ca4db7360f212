package io.pingdeck.echo.server;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.impairment.LinkModel;
import io.pingdeck.echo.impairment.LossModel;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// Delayed output of TCP servers: bytes of replies, and the closing of connections. Keeps the order
/// within a connection, whatever the delays. The connection must limit the number of waiting bytes.
final class DelayedBytes {
  private static final int SEGMENT = 1460; // Ethernet's 1500 minus IPv4 and TCP headers
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
  private final LinkModel way = new LinkModel();
  private RandomGenerator random = LossModel.ALGORITHM.create();
  private Impairment impairment = Impairment.NONE;
  private long added;

  DelayedBytes(Impairment impairment) {
    apply(impairment);
  }

  /// Takes effect with the next bytes. A seed restarts its sequence.
  void apply(Impairment wanted) {
    impairment = wanted;
    way.apply(wanted);
    if (wanted.seed().isPresent()) {
      random = LossModel.ALGORITHM.create(~wanted.seed().getAsLong());
    }
  }

  boolean delays() {
    return impairment.delays();
  }

  /// Maximum size of a piece: a segment if the bandwidth is limited.
  int pieceBytes() {
    return impairment.isPaced() ? SEGMENT : Integer.MAX_VALUE;
  }

  /// @param notBefore due time of the previous piece
  /// @return due time of this piece
  long add(TcpPeer peer, byte[] bytes, long now, long notBefore) {
    long wanted = way.through(bytes.length + HEADERS, now, random);
    long due = wanted - notBefore < 0 ? notBefore : wanted;
    pieces.add(new Piece(peer, bytes, due, added++));
    return due;
  }

  /// Closes the connection's output later.
  void addEnd(TcpPeer peer, long due) {
    pieces.add(new Piece(peer, END, due, added++));
  }

  /// Nanoseconds until the next piece is due; [Long#MAX_VALUE] if none is waiting.
  long nanosUntilNext(long now) {
    Piece next = pieces.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.dueNanos - now);
  }

  /// Passes due pieces back to their connections.
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

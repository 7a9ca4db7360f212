package io.pingdeck.echo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.LossAs;
import io.pingdeck.echo.impairment.Injected;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.echo.impairment.StreamStalls;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BannerText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/// A connection to a TCP echo server. It stops reading while there is unsent output, so that
/// back-pressure reaches a peer that does not read. It buffers at most the bytes of one read and
/// [#MAX_DELAYED_BYTES].
///
/// Received data is counted, lost and answered by lines; the last line may be unterminated.
final class TcpPeer {
  static final int MAX_DELAYED_BYTES = 1 << 16;

  private static final byte[] LOST = "LOST".getBytes(US_ASCII);
  private static final byte[] GREETING = "Thank you for connecting".getBytes(US_ASCII);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final Endpoint address;
  private final EchoMode mode;
  private final Connections connections;
  private final EchoCounters counters;
  private final LossModel losses;
  private final DelayedBytes delayed;
  private final NanoClock clock;
  private final StreamStalls stalls;
  private SelectionKey key;
  private Supplier<LossAs> lossAs;
  private EchoLog log = EchoLog.NONE;
  private ByteBuffer unsent = NOTHING;
  private int delayedBytes;
  private long lastDueNanos;
  private boolean stalled;
  private boolean inLine;
  private boolean swallowing;
  private boolean ending; // no more output will be added
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean endsLater; // its close is among the delayed output
  private long receivedBytes;
  private long bytesAtCheck;
  private long checkNanos;

  TcpPeer(
      SocketChannel channel,
      EchoMode mode,
      Connections connections,
      EchoCounters counters,
      LossModel losses,
      DelayedBytes delayed,
      StreamStalls stalls,
      NanoClock clock)
      throws IOException {
    this.channel = channel;
    this.mode = mode;
    this.connections = connections;
    this.counters = counters;
    this.losses = losses;
    this.delayed = delayed;
    this.stalls = stalls;
    this.clock = clock;
    InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
    address = Endpoint.of(remote.getAddress(), remote.getPort());
    checkNanos = clock.nanoTime();
  }

  Endpoint address() {
    return address;
  }

  void begin(SelectionKey itsKey, Supplier<LossAs> howToLose, EchoLog itsLog) throws IOException {
    log = itsLog;
    key = itsKey;
    lossAs = howToLose;
    if (mode == EchoMode.GREETING) {
      boolean lost = losesNext();
      tell(NOTHING, lost);
      ending = true;
      if (!lost) {
        say(GREETING);
      } else if (lossAs.get() == LossAs.LOST) {
        say(LOST);
      }
    }
    settle();
  }

  void ready(ByteBuffer in) {
    try {
      if (key.isWritable() && unsent.hasRemaining()) {
        channel.write(unsent);
      }
      if (key.isReadable() && !unsent.hasRemaining()) {
        receive(in);
      }
      settle();
    } catch (IOException e) {
      end(true); // the peer has reset the connection, or is gone
    }
  }

  private void receive(ByteBuffer in) throws IOException {
    int count = channel.read(in.clear());
    inputEnded = count < 0;
    receivedBytes += Math.max(0, count);
    if (ending || inputEnded) {
      ending = true; // further input is discarded
      return;
    }
    keepAnswered(in);
    if (mode == EchoMode.LAB) {
      AsciiUpperCase.convert(in, in.limit());
    }
    send(in);
    if (ending && channel.isOpen() && lossAs.get() == LossAs.LOST) {
      say(LOST);
    }
  }

  /// Moves the lines to answer to the start of the buffer and limits it to them.
  private void keepAnswered(ByteBuffer in) throws IOException {
    int end = in.position();
    int kept = 0;
    for (int i = 0; i < end && !ending; i++) {
      if (!inLine) {
        inLine = true;
        swallowing = losesNext();
        tell(in.duplicate().position(i).limit(lineEnd(in, i, end)).slice(), swallowing);
        stalls.lineStarts(kept, !swallowing);
      }
      byte b = in.get(i);
      inLine = b != '\n';
      if (!swallowing) {
        in.put(kept++, b);
      }
      if (!inLine) {
        stalls.lineEnds(kept);
      }
    }
    stalls.lineEnds(kept);
    in.position(0).limit(kept);
  }

  /// Logs the line as far as it has arrived.
  private void tell(ByteBuffer line, boolean lost) {
    if (log.takes()) {
      String became = lost ? DropReason.EMULATED_LOSS.json() : "answered";
      log.message(address, BannerText.of(line, line.limit()), became);
    }
  }

  private static int lineEnd(ByteBuffer in, int start, int end) {
    int at = start;
    while (at < end && in.get(at) != '\n') {
      at++;
    }
    return at;
  }

  private boolean losesNext() throws IOException {
    counters.received(1);
    if (!losses.losesNext()) {
      counters.replied();
      return false;
    }
    counters.dropped(DropReason.EMULATED_LOSS);
    switch (lossAs.get()) {
      case SILENT -> {}
      case LOST -> ending = true;
      case RESET -> {
        ending = true;
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // makes close send a reset
        end(false);
      }
    }
    return true;
  }

  private void say(byte[] words) throws IOException {
    stalls.lineStarts(0, true);
    stalls.lineEnds(words.length);
    send(ByteBuffer.wrap(words));
  }

  /// Sends a reply, with pauses where it must stall.
  private void send(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    if (delayed.delays() && bytes.hasRemaining() && channel.isOpen()) {
      counters.injected(Injected.DELAYED);
    }
    for (int cut : stalls.takeCuts()) {
      sendPart(bytes.limit(cut));
      lastDueNanos = Math.max(lastDueNanos, clock.nanoTime()) + stalls.nanos();
      stalled = true;
      counters.injected(Injected.STALLED);
    }
    sendPart(bytes.limit(end));
    stalled = false;
  }

  private void sendPart(ByteBuffer bytes) throws IOException {
    if (!bytes.hasRemaining() || !channel.isOpen()) {
      return;
    }
    if (stalled || delayed.delays() || delayedBytes > 0) {
      delay(bytes);
    } else {
      write(bytes);
    }
  }

  private void delay(ByteBuffer bytes) {
    long now = clock.nanoTime();
    while (bytes.hasRemaining()) {
      byte[] piece = new byte[Math.min(bytes.remaining(), delayed.pieceBytes())];
      bytes.get(piece);
      long notBefore = stalled || delayedBytes > 0 ? lastDueNanos : now;
      lastDueNanos = delayed.add(this, piece, now, notBefore);
      delayedBytes += piece.length;
    }
  }

  /// Sends delayed bytes that are due.
  void release(byte[] bytes) {
    delayedBytes -= bytes.length;
    if (channel.isOpen()) {
      try {
        write(ByteBuffer.wrap(bytes));
        settle();
      } catch (IOException e) {
        end(true);
      }
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (!unsent.hasRemaining()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
      unsent = both.put(unsent).put(bytes).flip();
    }
  }

  /// Updates the interest set after an event, or ends the connection.
  private void settle() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    boolean allSaid = !unsent.hasRemaining() && delayedBytes == 0;
    if (ending && allSaid && !outputEnded && !endsLater) {
      finish();
    }
    if (outputEnded && inputEnded) {
      end(false);
      return;
    }
    // Keep reading: closing with unread input would send a reset and lose the reply in flight.
    boolean reads = !inputEnded && (ending || !unsent.hasRemaining() && hasRoomForDelayed());
    key.interestOps(
        (reads ? SelectionKey.OP_READ : 0) | (unsent.hasRemaining() ? SelectionKey.OP_WRITE : 0));
  }

  private void finish() throws IOException {
    long later = stalls.closeDelayNanos();
    if (later > 0) {
      endsLater = true;
      delayed.addEnd(this, clock.nanoTime() + later);
      counters.injected(Injected.CLOSED_LATE);
    } else {
      outputEnded = true;
      channel.shutdownOutput();
    }
  }

  /// Completes a delayed close.
  void endOutput() {
    if (channel.isOpen()) {
      try {
        outputEnded = true;
        channel.shutdownOutput();
        settle();
      } catch (IOException e) {
        end(true);
      }
    }
  }

  private boolean hasRoomForDelayed() {
    return delayedBytes < MAX_DELAYED_BYTES;
  }

  /// Whether the peer has sent fewer bytes than the minimum within the idle time. Called
  /// periodically.
  boolean isIdle(long now, long idleNanos, int fewestBytes) {
    if (now - checkNanos < idleNanos) {
      return false;
    }
    boolean idle = receivedBytes - bytesAtCheck < fewestBytes;
    bytesAtCheck = receivedBytes;
    checkNanos = now;
    return idle;
  }

  void close() {
    end(false);
  }

  private void end(boolean wasReset) {
    connections.left(this, wasReset);
    unsent = NOTHING;
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed anyway.
    }
  }
}

package io.pingdeck.web.live;

import io.pingdeck.base.FaultException;
import io.pingdeck.json.EchoJson;
import io.pingdeck.web.http.Problems;
import io.pingdeck.web.live.ClientMessage.Ack;
import io.pingdeck.web.live.ClientMessage.Resume;
import io.pingdeck.web.live.ClientMessage.Subscribe;
import io.pingdeck.web.live.FeedFrames.Gap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A client of the live feed: its subscription, what it has received, and its backlog.
///
/// From its hello (or the tick at which it resumes) on, each client receives every tick in order,
/// without holes: in a samples frame, a gap, or a keepalive. After 50 unacknowledged frames a
/// client receives nothing more. A slow reader thus costs the server nothing but the shared ring,
/// whereas socket buffers alone would let it lag by megabytes. Times are in nanoseconds of any
/// monotonic clock.
final class FeedClient {
  static final int MOST_UNACKED = 50;
  private static final int FRAME_SAMPLES = 5_000;
  private static final int TOO_SLOW = 4008;
  private static final int POLICY_VIOLATION = 1008;

  private final MessageAllowance allowance;
  private final long joinedAt;
  private final FrameSink sink;
  private final LiveState state;
  private final FeedTiming timing;
  private final ArrayDeque<Long> unacked = new ArrayDeque<>();
  private Optional<Subscribe> subscription = Optional.empty();
  private long covered;
  private long scanned;
  private long boardVersion;
  private boolean lagging;
  private long progressAt;
  private long sentAt;

  FeedClient(FrameSink sink, LiveState state, FeedTiming timing, long now) {
    this.sink = sink;
    this.allowance = new MessageAllowance(now);
    this.joinedAt = now;
    this.state = state;
    this.timing = timing;
    covered = state.ring().newest();
    scanned = covered;
    progressAt = now;
    send(FeedFrames.hello(state.session(), covered, timing.keepalive()), now);
  }

  Subscription pings() {
    return subscription.map(Subscribe::pings).orElse(Subscription.NONE);
  }

  boolean wantsHeartbeats() {
    return subscription.filter(Subscribe::heartbeats).isPresent();
  }

  /// The board version that this client has received.
  long boardVersion() {
    return subscription.isEmpty() ? Long.MAX_VALUE : boardVersion;
  }

  void close(int code, String reason) {
    sink.close(code, reason);
  }

  /// Handles a frame that is not a complete message: a fragment, a ping or a pong.
  ///
  /// @return false if the client exceeds its allowance; then nothing more is read
  boolean receiveFrame(int bytes, long now) {
    if (!allowance.take(bytes, now)) {
      sink.close(POLICY_VIOLATION, "too many messages");
      return false;
    }
    return true;
  }

  /// @return false if the client exceeds its allowance; then nothing more is read
  boolean receive(String text, long now) {
    if (receiveFrame(text.length(), now)) {
      read(text, now);
      return true;
    }
    return false;
  }

  private void read(String text, long now) {
    try {
      switch (ClientMessage.parse(text)) {
        case Subscribe message -> subscribe(message, now);
        case Ack(var seq) -> acknowledge(seq, now);
      }
    } catch (FaultException | HttpException e) {
      refuse(Problems.of(e), now);
    }
  }

  /// Closes a client that keeps sending invalid messages without reading the replies.
  private void refuse(JsonObject problem, long now) {
    if (sink.isFull()) {
      sink.close(POLICY_VIOLATION, "too many invalid messages");
    } else {
      send(FeedFrames.error(problem), now);
    }
  }

  private void subscribe(Subscribe message, long now) {
    boolean first = subscription.isEmpty();
    subscription = Optional.of(message);
    boardVersion = 0;
    if (first) {
      message.resume().ifPresent(resume -> resume(resume, now));
    }
    tick(now);
  }

  private void resume(Resume resume, long now) {
    if (!resume.session().equals(state.session())) {
      covered = 0;
      gap(state.ring().newest(), Gap.RESTARTED, now);
    } else if (resume.seq() <= covered) {
      covered = resume.seq();
      scanned = covered;
      if (covered + 1 < state.ring().oldest()) {
        gap(state.ring().oldest() - 1, Gap.EXPIRED, now);
      }
    }
  }

  private void acknowledge(long seq, long now) {
    int before = unacked.size();
    while (!unacked.isEmpty() && unacked.peekFirst() <= seq) {
      unacked.removeFirst();
    }
    if (unacked.size() == before) {
      return;
    }
    progressAt = now;
    if (lagging) {
      lagging = false;
      if (covered < state.ring().newest()) {
        gap(state.ring().newest(), Gap.SLOW, now);
      }
    }
  }

  /// Sends what is due, if the client is ready for it.
  void tick(long now) {
    if (subscription.isEmpty() && now - joinedAt > timing.subscribeWithin().toNanos()) {
      sink.close(
          POLICY_VIOLATION,
          "no subscription within " + timing.subscribeWithin().toSeconds() + " s");
      return;
    }
    if (!lagging && !sink.isFull()) {
      progressAt = unacked.isEmpty() ? now : progressAt;
      sendBoard(now);
      sendSamples(now);
      sendKeepalive(now);
    } else if (now - progressAt > timing.patience().toNanos()) {
      sink.close(TOO_SLOW, "no frame was acknowledged for " + timing.patience().toSeconds() + " s");
    }
  }

  private void sendSamples(long now) {
    FeedRing ring = state.ring();
    while (scanned < ring.newest() && !lagging && !sink.isFull()) {
      if (scanned + 1 < ring.oldest()) {
        gap(ring.oldest() - 1, Gap.SLOW, now);
      }
      StringBuilder items = new StringBuilder();
      int count = 0;
      while (scanned < ring.newest() && count < FRAME_SAMPLES) {
        count += ring.tick(++scanned).appendTo(items, samples(), state.newestPings());
      }
      if (count > 0) {
        cover(FeedFrames.samples(covered + 1, scanned, items), scanned, now);
      }
    }
  }

  private Subscription samples() {
    return subscription.map(Subscribe::samples).orElse(Subscription.NONE);
  }

  private void sendBoard(long now) {
    LiveBoard board = state.board();
    if (subscription.isEmpty() || boardVersion == board.version()) {
      return;
    }
    List<String> removed = board.removed(boardVersion, pings());
    if (!removed.isEmpty()) {
      send(FeedFrames.removed(removed), now);
    }
    Set<Long> newest = state.newestPings();
    List<String> changed = board.changed(boardVersion, pings(), newest);
    if (!changed.isEmpty()) {
      send(FeedFrames.pings(changed), now);
    }
    board
        .echoServers(boardVersion)
        .ifPresent(servers -> send(FeedFrames.echoServers(EchoJson.servers(servers)), now));
    if (wantsHeartbeats()) {
      board.heartbeats(boardVersion).ifPresent(frame -> send(frame, now));
    }
    boardVersion = board.version();
  }

  /// Also covers ticks that contained nothing for this client.
  private void sendKeepalive(long now) {
    if (lagging || now - sentAt < timing.keepalive().toNanos()) {
      return;
    }
    if (covered < scanned) {
      cover(FeedFrames.samples(covered + 1, scanned, ""), scanned, now);
    } else {
      send(FeedFrames.keepalive(covered), now);
    }
  }

  private void gap(long to, Gap reason, long now) {
    scanned = to;
    cover(FeedFrames.gap(covered + 1, to, reason), to, now);
  }

  private void cover(String frame, long to, long now) {
    covered = to;
    if (unacked.isEmpty()) {
      progressAt = now;
    }
    unacked.addLast(to);
    lagging = unacked.size() > MOST_UNACKED;
    send(frame, now);
  }

  private void send(String frame, long now) {
    sentAt = now;
    sink.send(frame);
  }
}

package io.pingdeck.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.testing.Proves;
import io.pingdeck.web.LiveClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedClientTest {
  private static final long PING = 5;
  private static final long OTHER = 6;
  private static final FeedTiming TIMING =
      new FeedTiming(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30));

  /// A sink that records frames, and is full when the test requests it.
  private static final class Frames implements FrameSink {
    private final List<JsonObject> sent = new ArrayList<>();
    private boolean full;
    private int closed;

    @Override
    public void send(String frame) {
      sent.add(new JsonObject(frame));
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void close(int code, String reason) {
      closed = code;
    }

    List<JsonObject> take() {
      List<JsonObject> taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }
  }

  private final LiveState state = new LiveState("run-1", new FeedRing(100, 10_000));
  private final Frames frames = new Frames();
  private long millis;
  private long probe;

  @Test
  void helloNamesTheLatestTick() {
    tickWith(PING);
    tickWith(PING);

    client();

    assertThat(frames.take())
        .singleElement()
        .satisfies(hello -> assertThat(hello.getLong("seq")).isEqualTo(3));
  }

  @Test
  void ticksArriveInARowWithoutHoles() {
    FeedClient client = subscribed("\"*\"");

    for (int i = 0; i < 10; i++) {
      tickWith(PING);
      client.tick(now());
      client.receive(ack(state.ring().newest()), now());
    }

    assertThat(contiguous(1, frames.take())).isEqualTo(11);
  }

  @Test
  void onlySelectedPingsAreSent() {
    FeedClient client = subscribed("[\"" + id(PING) + "\"]");
    tickWith(OTHER);
    tickWith(PING);
    client.tick(now());

    assertThat(frames.take())
        .singleElement()
        .satisfies(frame -> {
          assertThat(frame.getLong("from")).isEqualTo(2);
          assertThat(frame.getLong("to")).isEqualTo(3);
          assertThat(LiveClient.sequences(frame)).containsExactly(2L);
        });
  }

  @Test
  void ticksWithNothingForAClientAreCoveredAtTheNextKeepalive() {
    FeedClient client = subscribed("[]");
    tickWith(PING);
    client.tick(now());
    assertThat(frames.take()).isEmpty();

    millis += 2_000;
    client.tick(now());
    millis += 2_000;
    client.tick(now());

    List<JsonObject> sent = frames.take();
    assertThat(sent)
        .extracting(frame -> frame.getString("type"))
        .containsExactly("samples", "keepalive");
    assertThat(sent.getFirst().getLong("to")).isEqualTo(2);
    assertThat(sent.getLast().getLong("seq")).isEqualTo(2);
  }

  @Test
  void clientThatDoesNotAcknowledgeIsSentFiftyOneFramesAndNoMore() {
    FeedClient client = subscribed("\"*\"");

    for (int i = 0; i < 90; i++) {
      tickWith(PING);
      client.tick(now());
      millis += 100;
    }

    assertThat(frames.take()).hasSize(FeedClient.MOST_UNACKED + 1);
  }

  @Test
  @Proves("W23")
  void clientThatAcknowledgesAtLastIsToldOfOneGap() {
    FeedClient client = subscribed("\"*\"");
    for (int i = 0; i < 90; i++) {
      tickWith(PING);
      client.tick(now());
    }
    long last = frames.take().getLast().getLong("to");

    client.receive(ack(last), now());
    tickWith(PING);
    client.tick(now());

    List<JsonObject> sent = frames.take();
    assertThat(sent).extracting(frame -> frame.getString("type")).containsExactly("gap", "samples");
    assertThat(sent.getFirst().getString("reason")).isEqualTo("slow");
    assertThat(contiguous(last, sent)).isEqualTo(state.ring().newest());
  }

  @Test
  @Proves("W23")
  void clientWithoutProgressIsClosedWhenPatienceEnds() {
    FeedClient client = subscribed("\"*\"");
    for (int i = 0; i < 60; i++) {
      tickWith(PING);
      client.tick(now());
    }

    millis += 29_000;
    client.tick(now());
    assertThat(frames.closed).isZero();
    millis += 2_000;
    client.tick(now());

    assertThat(frames.closed).isEqualTo(4008);
  }

  @Test
  void fullSocketIsSentNothingUntilItDrains() {
    FeedClient client = subscribed("\"*\"");
    frames.full = true;
    for (int i = 0; i < 10; i++) {
      tickWith(PING);
      client.tick(now());
    }
    assertThat(frames.take()).isEmpty();

    frames.full = false;
    client.tick(now());

    List<JsonObject> sent = frames.take();
    assertThat(contiguous(1, sent)).isEqualTo(11);
    assertThat(LiveClient.sequences(sent.getFirst()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
  }

  @Test
  void fullSocketIsClosedWhenPatienceEnds() {
    FeedClient client = subscribed("\"*\"");
    frames.full = true;

    millis += 31_000;
    client.tick(now());

    assertThat(frames.closed).isEqualTo(4008);
  }

  @Test
  void ticksThatExpiredWhileASocketWasFullAreAGap() {
    FeedClient client = subscribed("\"*\"");
    frames.full = true;
    for (int i = 0; i < 150; i++) {
      tickWith(PING);
      client.tick(now());
    }

    frames.full = false;
    client.tick(now());

    List<JsonObject> sent = frames.take();
    assertThat(sent.getFirst().getString("type")).isEqualTo("gap");
    assertThat(sent.getFirst().getString("reason")).isEqualTo("slow");
    assertThat(sent.getFirst().getLong("to")).isEqualTo(state.ring().oldest() - 1);
    assertThat(contiguous(1, sent)).isEqualTo(151);
  }

  @Test
  @Proves("W24")
  void resumingClientGetsExactlyTheMissingTicks() {
    for (int i = 0; i < 20; i++) {
      tickWith(PING);
    }
    FeedClient client = client();
    frames.take();

    client.receive(subscribe("\"*\"", ",\"resume\":{\"session\":\"run-1\",\"seq\":11}"), now());

    List<JsonObject> sent = frames.take();
    assertThat(contiguous(11, sent)).isEqualTo(21);
    assertThat(sent.stream().flatMap(frame -> LiveClient.sequences(frame).stream()))
        .containsExactlyElementsOf(LongStream.rangeClosed(11, 20).boxed().toList());
  }

  @Test
  @Proves("W24")
  void resumingClientIsToldWhatExpired() {
    for (int i = 0; i < 150; i++) {
      tickWith(PING);
    }
    FeedClient client = client();
    frames.take();

    client.receive(subscribe("\"*\"", ",\"resume\":{\"session\":\"run-1\",\"seq\":11}"), now());

    List<JsonObject> sent = frames.take();
    assertThat(sent.getFirst().getString("reason")).isEqualTo("expired");
    assertThat(sent.getFirst().getLong("to")).isEqualTo(51);
    assertThat(contiguous(11, sent)).isEqualTo(151);
  }

  @Test
  void numbersOfAnEarlierRunAreAGap() {
    FeedClient client = client();
    frames.take();

    client.receive(subscribe("\"*\"", ",\"resume\":{\"session\":\"run-0\",\"seq\":99}"), now());

    JsonObject gap = frames.take().getFirst();
    assertThat(gap.getString("type")).isEqualTo("gap");
    assertThat(gap.getString("reason")).isEqualTo("restarted");
    assertThat(gap.getLong("from")).isEqualTo(1);
    assertThat(gap.getLong("to")).isEqualTo(1);
  }

  @Test
  void bigBacklogComesInSeveralFrames() {
    FeedClient client = subscribed("\"*\"");
    for (int i = 0; i < 3; i++) {
      tickWith(3_000, PING);
    }

    client.tick(now());

    assertThat(frames.take())
        .extracting(frame -> frame.getJsonArray("samples").size())
        .containsExactly(6_000, 3_000);
  }

  @Test
  void everyWordedFaultOfAMessageIsNamed() {
    FeedClient client = client();
    frames.take();

    client.receive("{\"type\":\"subscribe\",\"pings\":7,\"samples\":[\"x\"],\"more\":1}", now());
    client.receive("{\"type\":\"shout\"}", now());
    client.receive("not json", now());

    List<JsonObject> sent = frames.take();
    assertThat(sent).extracting(frame -> frame.getString("type")).containsOnly("error");
    assertThat(sent.getFirst().getJsonObject("problem").getJsonArray("errors")).hasSize(3);
  }

  @Test
  void clientThatSendsNonsenseWithoutReadingIsClosed() {
    FeedClient client = client();
    frames.full = true;

    client.receive("nonsense", now());

    assertThat(frames.closed).isEqualTo(1008);
  }

  @Test
  void clientThatDoesNotSubscribeInTimeIsClosed() {
    FeedClient client = client();

    millis = 10_000;
    client.tick(now());
    assertThat(frames.closed).isZero();
    millis++;
    client.tick(now());

    assertThat(frames.closed).isEqualTo(1008);
  }

  @Test
  void messageThatIsNoSubscriptionBuysNoTime() {
    FeedClient client = client();
    client.receive(ack(1), now());
    client.receive("{\"type\":\"subscribe\"}", now());

    millis = 10_001;
    client.tick(now());

    assertThat(frames.closed).isEqualTo(1008);
  }

  @Test
  void subscribedClientIsKept() {
    FeedClient client = subscribed("[]");

    millis = 60_000;
    client.tick(now());

    assertThat(frames.closed).isZero();
  }

  @Test
  void clientThatSubscribesWithoutEndIsClosed() {
    FeedClient client = client();

    for (int i = 0; i < 1000 && frames.closed == 0; i++) {
      client.receive(subscribe("\"*\"", ""), now());
    }

    assertThat(frames.closed).isEqualTo(1008);
    int sent = frames.take().size();
    client.receive(subscribe("\"*\"", ""), now());
    assertThat(frames.take()).as("after %d frames", sent).isEmpty();
  }

  @Test
  void ringIsBoundedBySamplesToo() {
    for (int i = 0; i < 5; i++) {
      tickWith(4_000, PING);
    }

    assertThat(state.ring().newest() - state.ring().oldest() + 1).isEqualTo(2);
  }

  private FeedClient client() {
    state.addPings(List.of(PING, OTHER));
    return new FeedClient(frames, state, TIMING, now());
  }

  private FeedClient subscribed(String samples) {
    FeedClient client = client();
    client.receive(subscribe(samples, ""), now());
    frames.take();
    return client;
  }

  private void tickWith(long ping) {
    state.ring().add(List.of(PingSamples.one(ping, ++probe, Outcome.REPLY, 1_000)));
  }

  private void tickWith(int samples, long ping) {
    SampleColumns buffer = new SampleColumns();
    for (int i = 0; i < samples; i++) {
      PingSamples.add(buffer, ping, ++probe, Outcome.REPLY, 1_000);
    }
    state.ring().add(List.of(buffer.toBatch(0, 1)));
  }

  private long now() {
    return millis * 1_000_000;
  }

  private static String subscribe(String samples, String more) {
    return "{\"type\":\"subscribe\",\"pings\":[],\"samples\":" + samples + more + "}";
  }

  private static String ack(long seq) {
    return "{\"type\":\"ack\",\"seq\":" + seq + "}";
  }

  private static String id(long ping) {
    return new PingId(ping).toString();
  }

  /// Checks that each frame begins where the previous one ended.
  ///
  /// @return the last tick covered
  private static long contiguous(long covered, List<JsonObject> sent) {
    long last = covered;
    for (JsonObject frame : sent) {
      assertThat(frame.getLong("from")).isEqualTo(last + 1);
      last = frame.getLong("to");
    }
    return last;
  }
}

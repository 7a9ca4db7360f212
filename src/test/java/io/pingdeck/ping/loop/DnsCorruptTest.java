package io.pingdeck.ping.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// DNS servers that damage their answers.
@Slow
@Timeout(60)
class DnsCorruptTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private enum Damage {
    ANOTHER_ID {
      @Override
      byte[] of(byte[] answer) {
        answer[0] ^= 0x55;
        answer[1] ^= 0x2a;
        return answer;
      }
    },
    ANOTHER_QUESTION {
      @Override
      byte[] of(byte[] answer) {
        answer[13] = 'z';
        return answer;
      }
    },
    THE_QUERY_ITSELF {
      @Override
      byte[] of(byte[] answer) {
        answer[2] &= 0x7f;
        return answer;
      }
    },
    CUT_SHORT {
      @Override
      byte[] of(byte[] answer) {
        return new byte[] {answer[0], answer[1], answer[2]};
      }
    };

    abstract byte[] of(byte[] answer);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedAnswerIsCorruptAndNoReply(Damage damage) throws Exception {
    try (Server server = new Server(damage::of);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.start(server.ping(1, "a.example"));
      recorder.awaitEnds(1);

      assertThat(recorder.samples)
          .extracting(Sample::outcome)
          .containsExactly(Outcome.LOST, Outcome.LOST, Outcome.LOST);
      assertThat(recorder.counters.get(1L).corrupt()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void ofSeveralPingsToAServerItIsLaidToTheRightOne(Damage damage) throws Exception {
    UnaryOperator<byte[]> onlyOfB =
        answer -> Character.toLowerCase(answer[13]) == 'b' ? damage.of(answer) : answer;
    try (Server server = new Server(onlyOfB);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.startAll(
          List.of(
              server.ping(1, "a.example"),
              server.ping(2, "b.example"),
              server.ping(3, "b.example?type=AAAA"),
              server.ping(4, "c.example")));
      recorder.awaitEnds(4);

      assertThat(List.of(1L, 2L, 3L, 4L))
          .extracting(ping -> recorder.counters.get(ping))
          .extracting(
              c -> c.count(Outcome.REPLY), c -> c.count(Outcome.LOST), PingCounters::corrupt)
          .containsExactly(tuple(3, 0), tuple(0, 3), tuple(0, 3), tuple(3, 0));
    }
  }

  private static Tuple tuple(long replied, long damaged) {
    return Tuple.tuple(replied, damaged, damaged);
  }

  @Test
  void anAnswerAfterItsTimeoutIsLateAndNotCorrupt() throws Exception {
    try (Server server = new Server(UnaryOperator.identity(), 2);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.start(
          LoopRecorder.spec(
              1, server.target("a.example"), Duration.ofMillis(200), Duration.ofMillis(50), 5, 64));
      recorder.awaitEnds(1);

      assertThat(recorder.counters.get(1L).count(Outcome.LATE)).isPositive();
      assertThat(recorder.counters.get(1L).corrupt()).isZero();
    }
  }

  /// Answers a query after this many others have arrived.
  private static final class Server implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    private final UnaryOperator<byte[]> change;
    private final int heldBack;

    Server(UnaryOperator<byte[]> change) throws IOException {
      this(change, 0);
    }

    Server(UnaryOperator<byte[]> change, int heldBack) throws IOException {
      this.change = change;
      this.heldBack = heldBack;
      Thread.ofPlatform().daemon().start(this::serve);
    }

    String target(String question) {
      return "dns://127.0.0.1:" + socket.getLocalPort() + "/" + question;
    }

    PingSpec ping(int id, String question) {
      return LoopRecorder.spec(id, target(question), INTERVAL, TIMEOUT, 3, 64);
    }

    private void serve() {
      ArrayDeque<DatagramPacket> held = new ArrayDeque<>();
      try {
        while (true) {
          DatagramPacket query = new DatagramPacket(new byte[512], 512);
          socket.receive(query);
          held.add(query);
          if (held.size() > heldBack) {
            answer(held.remove());
          }
        }
      } catch (IOException e) {
        // The test is over.
      }
    }

    private void answer(DatagramPacket query) throws IOException {
      byte[] answer = Arrays.copyOf(query.getData(), query.getLength());
      answer[2] |= (byte) 0x80;
      byte[] changed = change.apply(answer);
      socket.send(new DatagramPacket(changed, changed.length, query.getSocketAddress()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}

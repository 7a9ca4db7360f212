package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.ScriptedDns;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// DNS pings over TCP, on native and portable sockets, to correct and faulty servers.
@Slow
@Timeout(60)
@ParameterizedClass
@MethodSource("implementations")
class DnsOverTcpTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final Sockets sockets;
  private PingCounters counters = PingCounters.ZERO;

  DnsOverTcpTest(Sockets sockets) {
    this.sockets = sockets;
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  @Test
  void answerIsReadAsThatOfUdpIs() throws Exception {
    try (ScriptedDns server = new ScriptedDns()) {
      server.say(
          "a.example",
          new ScriptedDns.OverTcp(
              new ScriptedDns.Addresses(60, List.of("192.0.2.1", "192.0.2.2", "2001:db8::1"))));

      List<Sample> samples = ping(server.port(), "a.example?transport=tcp", "");

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.REPLY);
      assertThat(samples)
          .extracting(sample -> sample.answer().orElseThrow())
          .containsOnly(new Response.Dns(0, 2, false, OptionalLong.empty()));
      assertThat(samples)
          .extracting(sample -> sample.rttSource().orElseThrow())
          .containsOnly(
              sockets.capabilities().kernelStamps() ? RttSource.KERNEL_RECEIVE : RttSource.PROCESS);
      assertThat(server.questions()).as("over UDP").isZero();
    }
  }

  @Test
  void anotherResponseCodeIsUnexpectedUnlessAskedFor() throws Exception {
    try (ScriptedDns server = new ScriptedDns()) {
      Sample unexpected = ping(server.port(), "none.example?transport=tcp", "").getFirst();

      assertThat(unexpected.outcome()).isEqualTo(Outcome.UNEXPECTED);
      Response.Dns answer = (Response.Dns) unexpected.answer().orElseThrow();
      assertThat(answer.rcode()).isEqualTo(3);
      assertThat(answer.afterNanos().orElseThrow()).isPositive();
      assertThat(ping(server.port(), "none.example?transport=tcp", "NXDOMAIN"))
          .extracting(Sample::outcome)
          .containsOnly(Outcome.REPLY);
    }
  }

  @Test
  void lengthAndQueryComeTogetherUnderAnotherIdEachTime() throws Exception {
    Set<Integer> ids = ConcurrentHashMap.newKeySet();
    TcpScript.Act act =
        connection -> {
          byte[] query = query(connection);
          ids.add((query[0] & 0xff) << 8 | query[1] & 0xff);
          // type AAAA, class IN, and nothing after it
          byte[] end = Arrays.copyOfRange(query, query.length - 5, query.length);
          if (Arrays.equals(end, new byte[] {0, 0, 28, 0, 1}) && query.length == 12 + 11 + 4) {
            connection.getOutputStream().write(framed(answer(query)));
          }
        };
    try (TcpScript server = new TcpScript(act)) {
      assertThat(ping(server.port(), "a.example?type=AAAA&transport=tcp", ""))
          .extracting(Sample::outcome)
          .containsOnly(Outcome.REPLY);
      assertThat(ids).hasSizeGreaterThan(1);
    }
  }

  @Test
  void answerMayComeByteByByte() throws Exception {
    assertThat(outcomes(DnsOverTcpTest::drip)).containsOnly(Outcome.REPLY);
  }

  @Test
  void largestAnswerIsReadToItsEnd() throws Exception {
    assertThat(outcomes((out, answer) -> out.write(framed(Arrays.copyOf(answer, 65_535)))))
        .containsOnly(Outcome.REPLY);
  }

  @Test
  void whatComesBehindTheAnswerIsNotLookedAt() throws Exception {
    assertThat(
            outcomes((out, answer) -> {
              byte[] framed = framed(answer);
              out.write(Arrays.copyOf(framed, framed.length + 3));
            }))
        .containsOnly(Outcome.REPLY);
  }

  private enum Damage {
    ANOTHER_ID("its identifier differs from the query") {
      @Override
      byte[] of(byte[] answer) {
        answer[0] ^= 0x55;
        return answer;
      }
    },
    ANOTHER_QUESTION("it is not a response to the question") {
      @Override
      byte[] of(byte[] answer) {
        answer[13] = 'z';
        return answer;
      }
    },
    THE_QUERY_ITSELF("it is not a response to the question") {
      @Override
      byte[] of(byte[] answer) {
        answer[2] &= 0x7f;
        return answer;
      }
    },
    SHORTER_THAN_ITS_HEADER("it has 11 bytes, fewer than a header") {
      @Override
      byte[] of(byte[] answer) {
        return Arrays.copyOf(answer, 11);
      }
    },
    TOO_FEW_RECORDS("it has fewer records than its header says") {
      @Override
      byte[] of(byte[] answer) {
        answer[6] = (byte) 0xff;
        return answer;
      }
    },
    EMPTY("it has 0 bytes, fewer than a header") {
      @Override
      byte[] of(byte[] answer) {
        return new byte[0];
      }
    };

    private final String reason;

    Damage(String reason) {
      this.reason = reason;
    }

    abstract byte[] of(byte[] answer);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void damagedAnswerIsCorruptAndMalformed(Damage damage) throws Exception {
    try (TcpScript server = script((out, answer) -> out.write(framed(damage.of(answer))))) {
      List<Sample> samples = ping(server.port(), "a.example?transport=tcp", "");

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.MALFORMED);
      assertThat(samples)
          .extracting(sample -> sample.answer().orElseThrow())
          .containsOnly(
              new Response.Malformed("the message does not answer the query: " + damage.reason));
      assertThat(counters.corrupt()).isEqualTo(3);
      assertThat(counters.lossPercent()).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void answerBehindAnotherMessageCounts(Damage damage) throws Exception {
    TcpScript.Act act =
        connection -> {
          byte[] answer = answer(query(connection));
          connection.getOutputStream().write(framed(damage.of(answer.clone())));
          connection.getOutputStream().write(framed(answer));
          connection.getInputStream().readAllBytes();
        };
    try (TcpScript server = new TcpScript(act)) {
      assertThat(ping(server.port(), "a.example?transport=tcp", ""))
          .extracting(Sample::outcome)
          .hasSize(3)
          .containsOnly(Outcome.REPLY);
      assertThat(counters.corrupt()).isEqualTo(3);
    }
  }

  @Test
  void otherMessagesAloneAreMalformedAtTheTimeout() throws Exception {
    TcpScript.Act act =
        connection -> {
          byte[] answer = answer(query(connection));
          connection.getOutputStream().write(framed(Damage.ANOTHER_ID.of(answer)));
          connection.getInputStream().readAllBytes();
        };
    try (TcpScript server = new TcpScript(act)) {
      assertThat(ping(server.port(), "a.example?transport=tcp", ""))
          .extracting(sample -> sample.answer().orElseThrow())
          .hasSize(3)
          .containsOnly(
              new Response.Malformed(
                  "the message does not answer the query: " + Damage.ANOTHER_ID.reason));
    }
  }

  @Test
  void serverThatSendsOtherMessagesForEverIsMalformed() throws Exception {
    assertThat(
            outcomes((out, answer) -> {
              byte[] other = framed(Damage.ANOTHER_ID.of(answer));
              for (int i = 0; i < 1_000; i++) {
                out.write(other);
              }
            }))
        .containsOnly(Outcome.MALFORMED);
  }

  /// A damaged datagram is attributed to the only ping that asks its resolver that question over
  /// UDP.
  @Test
  void pingOverTcpIsNoneThatADatagramCanBeLaidTo() throws Exception {
    try (ScriptedDns server = new ScriptedDns();
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      server.say("a.example", new ScriptedDns.AnotherId());
      String target = "dns://127.0.0.1:" + server.port() + "/a.example";
      recorder.startAll(
          List.of(
              LoopRecorder.spec(1, target, INTERVAL, TIMEOUT, 3, 64),
              LoopRecorder.spec(2, target + "?transport=tcp", INTERVAL, TIMEOUT, 3, 64)));
      recorder.awaitEnds(2);

      assertThat(List.of(1L, 2L))
          .extracting(ping -> recorder.counters.get(ping).corrupt())
          .containsExactly(3L, 3L);
    }
  }

  @Test
  void silenceIsALoss() throws Exception {
    try (TcpScript server =
        new TcpScript(connection -> connection.getInputStream().readAllBytes())) {
      assertThat(ping(server.port(), "a.example?transport=tcp", ""))
          .extracting(Sample::outcome)
          .containsOnly(Outcome.LOST);
      assertThat(counters.corrupt()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20})
  void answerCutShortIsMalformedAndSaysWhere(int bytes) throws Exception {
    String where =
        bytes < 2
            ? "the connection ended within the length of the message"
            : "the connection ended after " + (bytes - 2) + " of 27 bytes of the message";
    try (TcpScript server =
        script((out, answer) -> out.write(Arrays.copyOf(framed(answer), bytes)))) {
      List<Sample> samples = ping(server.port(), "a.example?transport=tcp", "");

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.MALFORMED);
      assertThat(samples)
          .extracting(sample -> sample.answer().orElseThrow())
          .containsOnly(new Response.Malformed(where));
    }
  }

  @Test
  void connectionClosedWithoutAnAnswerIsReset() throws Exception {
    try (TcpScript server = script((out, answer) -> {})) {
      List<Sample> samples = ping(server.port(), "a.example?transport=tcp", "");

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.RESET);
      assertThat(samples).extracting(Sample::errno).containsOnly(Errno.ENODATA);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void connectionResetBeforeTheWholeAnswerIsReset(int bytes) throws Exception {
    TcpScript.Act act =
        connection -> {
          byte[] answer = answer(query(connection));
          connection.getOutputStream().write(framed(answer), 0, bytes);
          connection.setSoLinger(true, 0);
        };
    try (TcpScript server = new TcpScript(act)) {
      List<Sample> samples = ping(server.port(), "a.example?transport=tcp", "");

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.RESET);
      assertThat(samples).extracting(Sample::errno).containsOnly(Errno.ECONNRESET);
    }
  }

  @Test
  void closedPortRefuses() throws Exception {
    assertThat(ping(ServerProcess.freePort(), "a.example?transport=tcp", ""))
        .extracting(Sample::outcome)
        .hasSize(3)
        .containsOnly(Outcome.REFUSED);
  }

  private interface Answering {
    void answer(OutputStream out, byte[] answer) throws IOException;
  }

  /// Queries a server that then closes the connection.
  private List<Outcome> outcomes(Answering answering) throws Exception {
    try (TcpScript server = script(answering)) {
      List<Sample> samples = ping(server.port(), "a.example?transport=tcp", "");
      assertThat(samples).hasSize(3);
      return samples.stream().map(Sample::outcome).toList();
    }
  }

  private static TcpScript script(Answering answering) throws IOException {
    return new TcpScript(connection -> {
      connection.setTcpNoDelay(true);
      answering.answer(connection.getOutputStream(), answer(query(connection)));
    });
  }

  /// @throws EOFException if there is more or less than a length and its query
  private static byte[] query(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    byte[] query = new byte[in.readUnsignedShort()];
    in.readFully(query);
    if (in.available() > 0) {
      throw new EOFException("more than one query");
    }
    return query;
  }

  private static byte[] answer(byte[] query) {
    byte[] answer = query.clone();
    answer[2] |= (byte) 0x80;
    return answer;
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  private static void drip(OutputStream out, byte[] answer) throws IOException {
    for (byte b : framed(answer)) {
      out.write(b);
    }
  }

  private List<Sample> ping(int port, String question, String expect) throws Exception {
    PingSpec spec = Forms.ping("dns://127.0.0.1:" + port + "/" + question, 3, "", expect, "1s");
    try (LoopRecorder recorder = new LoopRecorder(sockets)) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      counters = recorder.counters.get(1L);
      return recorder.samples;
    }
  }
}

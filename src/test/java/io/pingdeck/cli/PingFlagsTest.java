package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.net.Departure;
import io.pingdeck.net.Departure.PathMtu;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.TcpScript;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The flags known from `ping`, by both of their names.
@Timeout(60)
class PingFlagsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Recorder recorder = new Recorder();

  @Test
  void everyShortFlagHasALongName() {
    assertThat(
            run(
                "udp://localhost:7 --count 10 --interval 0.2 --timeout 500ms --size 100 --ipv4"
                    + " --quiet --deadline 9 --source 127.0.0.2 --pmtu do --timestamps"))
        .isEqualTo(1);

    PingSpec spec = recorder.pings.getFirst().spec();
    assertThat(spec.count()).isEqualTo(OptionalLong.of(10));
    assertThat(spec.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(spec.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(spec.payloadBytes()).isEqualTo(100);
    assertThat(spec.family()).isEqualTo(AddressFamily.IPV4);
    assertThat(recorder.departure.source().orElseThrow().host()).isEqualTo("127.0.0.2");
    assertThat(recorder.departure.pathMtu()).contains(PathMtu.DO);
    assertThat(out.toString()).doesNotContain("seq=");
  }

  @Test
  void aSourceThatIsAnInterfaceIsADevice() {
    run("icmp://127.0.0.1 -I lo -c 1");

    assertThat(recorder.departure.device()).contains("lo");
    assertThat(recorder.departure.source()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -I 192.0.2.9         | -I: 192.0.2.9 is not an address of this machine
          -I 0.0.0.0           | -I: 0.0.0.0 is not an address of this machine
          -I 127.1             | -I: 127.1 is neither an address nor an interface of this machine (
          -I nope0             | -I: nope0 is neither an address nor an interface of this machine (
          -I 127.0.0.2 -6      | -I: 127.0.0.2 is no ipv6 address
          -I ::1               | family: ipv6 contradicts the IPv4 address 127.0.0.1
          -M maybe             | -M: maybe is not do, want or dont
          -w soon              | -w: soon is not a duration
          -w 0                 | -w: 0 is too short (more than 0s)
          --format xml         | --format: xml is not a format (text, json
          --format text --json | --format: text contradicts --json
          """)
  void aBadValueIsNamedAndNothingStarts(String arguments, String sentence) {
    assertThat(run("udp://127.0.0.1:7 " + arguments)).isEqualTo(2);

    assertThat(err.toString()).startsWith("pingdeck: " + sentence);
    assertThat(recorder.pings).isEmpty();
  }

  @Test
  void theDeadlineEndsWhatWouldGoOn() {
    recorder.ends = false;

    assertThat(run("udp://127.0.0.1:7 -w 0.2")).isEqualTo(1);
    recorder.replies = 2;
    assertThat(run("udp://127.0.0.1:7 -w 0.2")).as("without a count any reply will do").isZero();
    assertThat(run("udp://127.0.0.1:7 -w 0.2 -c 3")).as("too few").isEqualTo(1);
    assertThat(run("udp://127.0.0.1:7 -w 0.2 -c 2")).as("enough").isZero();
    assertThat(out.toString()).contains("2 replies");
  }

  @Test
  void timesStandBeforeEachLineAsInPing() {
    recorder.replies = 1;
    long before = System.currentTimeMillis() / 1000;

    run("udp://127.0.0.1:7 -D -c 1");

    String line = out.toString().lines().toList().get(1);
    assertThat(line).matches("\\[\\d+\\.\\d{6}] reply from .*");
    assertThat(Long.parseLong(line.substring(1, line.indexOf('.')))).isBetween(before, before + 60);
  }

  @Test
  void datagramsLeaveFromTheSource() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> answerOne(server));

      assertThat(real("udp://127.0.0.1:" + server.getLocalPort() + " -c 1 -I 127.0.0.3"))
          .as(err.toString())
          .isZero();
      assertThat(asked.join()).isEqualTo("127.0.0.3");
    }
  }

  @Test
  void whatTheServerAnsweredIsPrintedOnRequest() throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request)) {
      String ping = "udp://127.0.0.1:" + echo.port() + " -c 1";

      assertThat(real(ping)).isZero();
      assertThat(out.toString()).doesNotContain("\"ping 1 ");
      assertThat(real(ping + " -v")).isZero();
      assertThat(out.toString()).containsPattern("seq=1 .*time=.* \"ping 1 .*\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "stream"})
  void whatATcpServerSentBackIsPrintedOnRequest(String mode) throws Exception {
    try (TcpScript server = new TcpScript(TcpScript.lines(s -> s.toUpperCase(Locale.ROOT)))) {
      String ping = "tcp://127.0.0.1:" + server.port() + " --mode " + mode + " -c 2 -i 10ms";

      assertThat(real(ping)).isZero();
      assertThat(out.toString()).doesNotContain("\"PING ");
      assertThat(real(ping + " -v")).isZero();
      assertThat(out.toString()).containsPattern("seq=2 .*time=.* \"PING 2 [^\"]*[^ \"]\"");
    }
  }

  @Test
  void anAnswerWithoutItsTokenShowsItsText() throws Exception {
    try (PlainEcho echo = new PlainEcho(_ -> "ping 1 \u0007".getBytes(ISO_8859_1))) {
      assertThat(real("udp://127.0.0.1:" + echo.port() + " -c 1 -v")).isZero();
    }
    assertThat(out.toString()).containsPattern("seq=1 .*\"ping 1 \\\\x07\"");
  }

  @Test
  void theLabsOwnOutputHasItsForm() throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request[5] == '2' ? null : request)) {
      String ping = "udp://127.0.0.1:" + echo.port() + " -c 3 -i 10ms -W 300ms --format lab";
      assertThat(real(ping)).isZero();
    }

    assertThat(out.toString().lines().toList())
        .hasSize(5)
        .anyMatch(line -> line.matches("ping 1 .* RTT 0\\.\\d{6} s"))
        .anyMatch(line -> line.matches("ping 3 .* RTT 0\\.\\d{6} s"))
        .contains("Request timed out", "3 sent, 2 received, 33.3% lost")
        .last()
        .asString()
        .matches("min 0\\.\\d{6} max 0\\.\\d{6} avg 0\\.\\d{6} s");
  }

  private static String answerOne(DatagramSocket server) {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      server.receive(packet);
      server.send(packet);
      return packet.getAddress().getHostAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void connectionsLeaveFromTheSource() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      assertThat(real("tcp://127.0.0.1:" + server.getLocalPort() + " -c 1 -I 127.0.0.4"))
          .as(err.toString())
          .isZero();
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("127.0.0.4");
      }
    }
  }

  @Test
  void connectionsLeaveThroughTheInterface() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      assertThat(real("tcp://127.0.0.1:" + server.getLocalPort() + " -c 1 -I lo -M do")).isZero();
    }
  }

  private int run(String arguments) {
    CommandLine commands = new CommandLine(new PingCommand(recorder::in));
    return CommandLines.common(commands, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments.split(" "));
  }

  private int real(String arguments) {
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(("ping " + arguments).split(" "));
  }

  /// Records its requests, and reports scripted results.
  private static final class Recorder implements PingRunner {
    private List<ResolvedPing> pings = List.of();
    private Departure departure;
    private boolean ends = true;
    private int replies;

    PingRunner in(Object caFile, Departure chosen) {
      departure = chosen;
      return this;
    }

    @Override
    public void start(List<ResolvedPing> planned, Listener listener) {
      pings = planned;
      for (ResolvedPing ping : planned) {
        long id = ping.spec().id().value();
        SampleColumns buffer = new SampleColumns();
        for (int i = 1; i <= replies; i++) {
          buffer.add(id, i, i, 0, Outcome.REPLY).rtt(1000, RttSource.KERNEL).hopLimit(64);
        }
        int row = buffer.addCounters(id);
        buffer.counters()[row] = replies;
        buffer.counters()[row + 1] = replies;
        listener.samples(buffer.toBatch(0, 1));
        if (ends) {
          listener.ended(ping.spec().id(), PingState.FINISHED);
        }
      }
    }

    @Override
    public void goOn(ResolvedPing ping) {
      throw new AssertionError("no name here has another address");
    }

    @Override
    public long readdress(PingSpec spec, Endpoint address) {
      throw new AssertionError("no name here has another address");
    }

    @Override
    public void close() {
      // No-op: nothing runs.
    }
  }
}

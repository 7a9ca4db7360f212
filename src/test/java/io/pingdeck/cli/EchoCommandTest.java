package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Slow
@Timeout(60)
class EchoCommandTest {
  private static final Pattern LISTENING = Pattern.compile("udp://127\\.0\\.0\\.1:(\\d+) \\(");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CompletableFuture<Integer> listening = new CompletableFuture<>();

  @Test
  void hostsAServerAndSaysAtTheEndWhatItInjected() throws Exception {
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () -> run("udp://127.0.0.1:0", "--loss", "0.5", "--corrupt", "1", "--seed", "7"));
    int port = listening.get(20, TimeUnit.SECONDS);
    int answered = answersTo20(port);
    stop.countDown();

    assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(answered).isBetween(3, 17);
    assertThat(out.toString().lines())
        .contains("--- udp://127.0.0.1:" + port + " ---")
        .contains("20 received, " + answered + " replied")
        .anyMatch(line -> line.matches("  emulatedLoss +" + (20 - answered) + " \\(.* %\\)"))
        .anyMatch(line -> line.matches("  corrupted +" + answered + " \\(.* %\\)"));
  }

  @Test
  void printsALineForEachMessageIfAsked() throws Exception {
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () -> run("udp://127.0.0.1:0", "-v", "--loss", "0.5", "--seed", "7"));
    int answered = answersTo20(listening.get(20, TimeUnit.SECONDS));
    stop.countDown();

    assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
    Pattern line = Pattern.compile("[0-9:.]{12} 127\\.0\\.0\\.1:\\d+ \"line \\d+\" (\\w+)");
    assertThat(out.toString().lines().map(line::matcher).filter(Matcher::matches))
        .hasSize(20)
        .filteredOn(matcher -> matcher.group(1).equals("answered"))
        .hasSize(answered);
    assertThat(out.toString()).contains("\"line 19\" ");
  }

  private static int answersTo20(int port) throws IOException {
    int answered = 0;
    try (DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(300);
      for (int i = 0; i < 20; i++) {
        byte[] line = ("line " + i).getBytes(US_ASCII);
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
        client.send(new DatagramPacket(line, line.length, server));
        try {
          client.receive(new DatagramPacket(new byte[100], 100));
          answered++;
        } catch (SocketTimeoutException lost) {
          // As asked for.
        }
      }
    }
    return answered;
  }

  @Test
  void everyFaultNamesItsFlag() {
    assertThat(run("udp://127.0.0.1:0", "--loss", "1.5", "--delay", "-1s", "--mode", "loud"))
        .isEqualTo(2);

    assertThat(err.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("pingdeck: --loss: "))
        .anyMatch(line -> line.startsWith("pingdeck: --delay: "))
        .anyMatch(line -> line.startsWith("pingdeck: --mode: "));
  }

  @Test
  void whatATcpServerCannotDoIsSaid() {
    assertThat(run("tcp://127.0.0.1:0", "--duplicate", "0.5")).isEqualTo(1);

    assertThat(err.toString()).contains("duplicate: is for udp servers only");
  }

  @Test
  void whereItListensIsHeldToItsForm() {
    assertThat(run("127.0.0.1:12000")).isEqualTo(2);

    assertThat(err.toString()).startsWith("pingdeck: TARGET: ").contains("udp://127.0.0.1:12000");
  }

  @Test
  void settingNothingIsAMistake() {
    assertThat(run("set", "udp://127.0.0.1:12000")).isEqualTo(2);

    assertThat(err.toString()).contains("name a flag, such as --loss 0.3");
  }

  @Test
  void aPingdeckThatIsNotThereIsSaid() {
    assertThat(run("set", "udp://127.0.0.1:12000", "--loss", "0.5", "--url", "http://127.0.0.1:1"))
        .isEqualTo(1);

    assertThat(err.toString()).startsWith("pingdeck: cannot reach Pingdeck at http://127.0.0.1:1");
  }

  private int run(String... args) {
    PrintWriter lines =
        new PrintWriter(out) {
          @Override
          public void println(String line) {
            super.println(line);
            Matcher where = LISTENING.matcher(line);
            if (where.find()) {
              listening.complete(Integer.valueOf(where.group(1)));
            }
          }
        };
    return CommandLines.common(
            new CommandLine(new EchoCommand(PlatformSockets::best, stop)),
            lines,
            new PrintWriter(err, true))
        .execute(args);
  }
}

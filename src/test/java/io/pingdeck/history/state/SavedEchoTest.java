package io.pingdeck.history.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.api.ImpairmentKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The echo servers in the file that a restart reads.
class SavedEchoTest {
  /// Written before impairments had keys.
  private static final String EARLIER =
      """
      echo [{"id":{"text":"udp-127.0.0.1-7"},"spec":{"protocol":"UDP","host":"127.0.0.1","port":7,\
      "mode":"LAB","impairment":{"loss":0.25,"burst":2.5,"lossAs":"SILENT","icmpError":0.4,\
      "icmpErrorAs":"TIME_EXCEEDED","delay":0.050000000,"jitter":0.010000000,\
      "jitterShape":"NORMAL","duplicate":0.1,"reorder":0.2,"corrupt":0.3,"bitsPerSecond":64000,\
      "wayIn":{"loss":0.6,"delay":0.020000000,"jitter":0.005000000,"bitsPerSecond":null},\
      "stream":{"stall":0.7,"stallTime":3.000000000,"closeDelay":4.000000001},"seed":-9}},\
      "isRunning":true,"isConfigured":false}]\
      """;

  @Test
  void impairmentsAreSavedAsEarlierVersionsSavedThem() {
    List<SavedEcho> read = read(EARLIER);

    assertThat(read.getFirst().spec().impairment())
        .satisfies(impairment -> {
          assertThat(impairment.get(ImpairmentKey.REQUEST_LOSS)).isEqualTo(0.6);
          assertThat(impairment.get(ImpairmentKey.CLOSE_DELAY))
              .isEqualTo(Duration.ofNanos(4_000_000_001L));
        });
    assertThat(new String(StateLines.echo(read), UTF_8)).isEqualTo(EARLIER);
  }

  @Test
  void anImpairmentThatIsMissingIsNone() {
    List<SavedEcho> read = read(EARLIER.replace("\"corrupt\":0.3,", ""));

    assertThat(read.getFirst().spec().impairment().get(ImpairmentKey.CORRUPT)).isZero();
  }

  private static List<SavedEcho> read(String line) {
    StateLines lines = new StateLines();
    lines.read(line.getBytes(UTF_8));
    return lines.state().echoServers();
  }
}

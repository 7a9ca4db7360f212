package io.pingdeck.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.net.Lab;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Loss in the server's kernel, as if its network card lost packets, in addition to loss injected
/// by the server. The ping measures their sum, and the server's counters distinguish them.
@Timeout(120)
class LossOnTheWayIT {
  private static final int PROBES = 2000;
  private static final double LOSS = 0.2;
  private static final double SIGMAS = 5;
  private static final String SERVERS =
      """
      [{protocol: udp, host: 10.99.2.1, port: 12000, loss: 0.2},
       {protocol: tcp, host: 10.99.2.1, port: 12001}]
      """;
  private static final String RULES =
      """
      add table inet card
      add counter inet card udp_loss
      add counter inet card tcp_loss
      add counter inet card icmp_loss
      add chain inet card input { type filter hook input priority 10; }
      add rule inet card input udp dport 12000 numgen random mod 100 < 20 counter name udp_loss drop
      add rule inet card input tcp dport 12001 numgen random mod 100 < 20 counter name tcp_loss drop
      add rule inet card input icmp type echo-request numgen random mod 100 < 20 \
      counter name icmp_loss drop
      """;

  private static Lab lab;
  private static RunningPingdeck server;
  private static RunningPingdeck client;

  @BeforeAll
  static void build() throws IOException {
    lab = new Lab();
    Lab.shell(lab.server(), "nft -f - <<RULES\n" + RULES + "RULES\n");
    server =
        RunningPingdeck.startIn(
            lab.server(), "--set", "echo.allowOpen=true", "--set", "echo.servers=" + SERVERS);
    client = RunningPingdeck.startIn(lab.client(), "--set", "ping.limits.minInterval=2ms");
  }

  @AfterAll
  static void remove() throws IOException {
    for (RunningPingdeck program : new RunningPingdeck[] {client, server}) {
      if (program != null) {
        program.close();
      }
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void aUdpPingMeasuresBothAndTheServersCountersTellThemApart() throws Exception {
    JsonNode counters = ping("udp://10.99.2.1:12000", "5ms", PROBES);

    long card = lostByTheCard("udp");
    JsonNode echo = server.get("/api/v1/echo-servers").at("/echoServers/0");
    long chosen = echo.at("/drops/emulatedLoss").asLong();
    long received = echo.get("received").asLong();
    assertThat(counters.get("sent").asLong()).isEqualTo(PROBES);
    assertThat(received).isEqualTo(PROBES - card);
    assertThat(echo.get("replied").asLong()).isEqualTo(received - chosen);
    assertThat(counters.get("lost").asLong()).isEqualTo(card + chosen);
    assertThat(counters.get("replied").asLong()).isEqualTo(echo.get("replied").asLong());
    assertShare(card, PROBES, LOSS);
    assertShare(chosen, received, LOSS);
    assertShare(card + chosen, PROBES, 1 - (1 - LOSS) * (1 - LOSS));
  }

  @Test
  void anIcmpPingMeasuresWhatTheCardLoses() throws Exception {
    JsonNode counters = ping("icmp://10.99.2.1", "5ms", PROBES);

    assertThat(counters.get("lost").asLong()).isEqualTo(lostByTheCard("icmp"));
    assertShare(counters.get("lost").asLong(), PROBES, LOSS);
  }

  /// TCP retransmits what the card lost: the reply arrives, but later.
  @Test
  void aTcpStreamLosesNothing() throws Exception {
    JsonNode counters = ping("tcp://10.99.2.1:12001", "20ms", 200);

    assertThat(lostByTheCard("tcp")).isPositive();
    assertThat(counters.get("replied").asLong()).isEqualTo(200);
    JsonNode echo = server.get("/api/v1/echo-servers").at("/echoServers/1");
    assertThat(echo.get("received").asLong()).isEqualTo(200);
    assertThat(echo.get("replied").asLong()).isEqualTo(200);
  }

  /// The final counters of a ping.
  private static JsonNode ping(String target, String interval, int count) throws IOException {
    String mode = target.startsWith("tcp") ? "\"mode\":\"stream\",\"timeout\":\"20s\"," : "";
    String form = "{\"target\":\"%s\",%s\"interval\":\"%s\",\"count\":%d}";
    JsonNode ping = client.post("/api/v1/pings", form.formatted(target, mode, interval, count));
    while (!ping.get("state").asText().equals("finished")) {
      LockSupport.parkNanos(100_000_000);
      ping = client.get("/api/v1/pings/" + ping.get("id").asText());
    }
    return ping.get("counters");
  }

  private static long lostByTheCard(String protocol) throws IOException {
    String json = Lab.shell(lab.server(), "nft -j list counter inet card " + protocol + "_loss");
    return new ObjectMapper().readTree(json).at("/nftables/1/counter/packets").asLong();
  }

  private static void assertShare(long of, long all, double expected) {
    double sigma = Math.sqrt(expected * (1 - expected) / all);
    assertThat((double) of / all).isCloseTo(expected, within(SIGMAS * sigma));
  }
}

package io.pingdeck.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Lab;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.PackagedPing;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Forged errors that another host sends about our probes, and errors that a host omits: I7, I8,
/// I16 and I21 with real packets.
@Timeout(120)
class ForgedErrorsIT {
  private static final int CLIENT = 0x0a630101;
  private static final int SERVER = 0x0a630201;
  private static final int SERVER_PORT = 12000;
  private static final int MILLION = 1_000_000;
  private static final int ICMP_HEADER = 8;
  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int PAYLOAD = 64;

  private static Lab lab;

  @BeforeAll
  static void build() throws IOException {
    lab = new Lab();
  }

  @AfterAll
  static void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  /// I8: no probe used these ports. I7: these are the ports of our probes, but the token is
  /// guessed, and one more error can only be about a probe that was already answered.
  @Test
  @Proves({"I6", "I8"})
  void aMillionForgedErrorsChangeNoProbe() throws Exception {
    String echo = "echo.servers=[{protocol: udp, host: 10.99.2.1, port: 12000}]";
    try (RunningPingdeck server =
            RunningPingdeck.startIn(lab.server(), "--set", "echo.allowOpen=true", "--set", echo);
        RunningPingdeck client =
            RunningPingdeck.startIn(
                lab.client(),
                "--set",
                "ping.limits.minInterval=10ms",
                "--set",
                "echo.servers=[]")) {
      assertThat(server.page()).isNotNull();
      String form =
          "{\"target\":\"udp://10.99.2.1:12000\",\"interval\":\"20ms\",\"timeout\":\"3s\"}";
      String path = "/api/v1/pings/" + client.post("/api/v1/pings", form).get("id").asText();
      Random random = new Random(8);
      int probes = portOfTheProbes();

      forge(MILLION, 64, () -> random.nextInt(1, 65_536), random);
      forge(5_000, 8, () -> probes, random);

      JsonNode ping = client.post(path + "/stop", "");
      while (!ping.get("state").asText().equals("stopped")) {
        LockSupport.parkNanos(50_000_000);
        ping = client.get(path);
      }
      JsonNode counters = ping.get("counters");
      assertThat(counters.get("sent").asLong()).isPositive();
      assertThat(counters.get("replied").asLong()).isEqualTo(counters.get("sent").asLong());
      assertThat(counters.get("icmpErrors").asLong()).isZero();
      assertThat(counters.get("conflicts").asLong()).isZero();
      JsonNode strays = client.get("/api/v1/system").at("/workers/0/strays");
      assertThat(strays.get("unmatchedErrors").asLong()).isPositive();
    }
  }

  /// The source port of the client's probes: its only UDP socket besides the heartbeat monitor's.
  private static int portOfTheProbes() throws IOException {
    return Lab.shell(lab.client(), "cat /proc/net/udp")
        .lines()
        .skip(1)
        .map(line -> line.strip().split("\\s+")[1].split(":")[1])
        .mapToInt(port -> Integer.parseInt(port, 16))
        .filter(port -> port != 12002)
        .findFirst()
        .orElseThrow();
  }

  private static void forge(int errors, int atOnce, IntSupplier ports, Random random)
      throws IOException {
    Lab.enter(lab.server());
    Endpoint client = Endpoint.ipv4(CLIENT, 0);
    int length = ICMP_HEADER + IP_HEADER + UDP_HEADER + PAYLOAD;
    DatagramBatch batch = new DatagramBatch(atOnce, length);
    try (DatagramPort port = PlatformSockets.best().icmp(false, DatagramOptions.ECHO)) {
      for (int sent = 0; sent < errors; sent += atOnce) {
        for (int i = 0; i < atOnce; i++) {
          write(batch.payload(i), ports.getAsInt(), random);
          batch.length(i, length);
          batch.address(i, client.high(), client.low(), 0, 0);
        }
        port.send(batch, 0, atOnce);
        if (atOnce < 64) {
          LockSupport.parkNanos(1_000_000); // slower than the client reads them
        }
      }
    } finally {
      Lab.leave();
    }
  }

  /// Host unreachable, about a probe that differs from ours only in its token.
  private static void write(ByteBuffer message, int sourcePort, Random random) {
    message.put(0, (byte) 3).put(1, (byte) 1).putInt(4, 0);
    int ip = ICMP_HEADER;
    int total = IP_HEADER + UDP_HEADER + PAYLOAD;
    message.putInt(ip, 0x4500_0000 | total).putInt(ip + 4, 0x4000).putInt(ip + 8, 0x3f11_0000);
    message.putInt(ip + 12, CLIENT).putInt(ip + 16, SERVER);
    int udp = ip + IP_HEADER;
    message.putShort(udp, (short) sourcePort).putShort(udp + 2, (short) SERVER_PORT);
    message.putShort(udp + 4, (short) (UDP_HEADER + PAYLOAD)).putShort(udp + 6, (short) 0);
    String line =
        "ping %d 1700000000000 pd1:%016x".formatted(random.nextInt(1, 500), random.nextLong());
    byte[] payload = Arrays.copyOf(line.getBytes(ISO_8859_1), PAYLOAD);
    message.put(udp + UDP_HEADER, payload);
  }

  /// I16: the complete answer, including the token, but from another address of the server.
  @Test
  @Proves("I16")
  void anAnswerFromAnotherAddressIsNoReply() throws Exception {
    Lab.enter(lab.server());
    try (DatagramSocket asked = new DatagramSocket(13000, InetAddress.ofLiteral("10.99.2.1"));
        DatagramSocket other = new DatagramSocket(13000, InetAddress.ofLiteral("10.99.2.7"))) {
      Lab.leave();
      Thread answers = Thread.ofPlatform().daemon().start(() -> answer(asked, other));
      PackagedPing result =
          PackagedPing.run(
              lab.client(),
              List.of(),
              "udp://10.99.2.1:13000",
              "--json",
              "-c",
              "5",
              "-i",
              "200ms",
              "-W",
              "500ms");
      answers.join();

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.summary().get("wrongSource").asInt()).isEqualTo(5);
      assertThat(result.summary().get("lost").asInt()).isEqualTo(5);
      assertThat(result.summary().get("replied").asInt()).isZero();
    } finally {
      Lab.leave();
    }
  }

  private static void answer(DatagramSocket asked, DatagramSocket other) {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      for (int i = 0; i < 5; i++) {
        asked.receive(packet);
        other.send(packet);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// I21: Linux's own limit allows a burst and then one error per second. Probes without an error
  /// are lost; no errors are invented.
  @Test
  @Proves("I21")
  void whereErrorsAreRateLimitedTheOtherProbesAreLost() throws Exception {
    Lab.shell(lab.server(), "echo 1000 > /proc/sys/net/ipv4/icmp_ratelimit");
    try {
      PackagedPing result =
          PackagedPing.run(
              lab.client(),
              List.of(),
              "udp://10.99.2.1:999",
              "--json",
              "-c",
              "30",
              "-i",
              "200ms",
              "-W",
              "500ms");

      int errors = result.summary().get("icmpErrors").asInt();
      assertThat(errors).isBetween(5, 25);
      assertThat(result.summary().get("lost").asInt()).isEqualTo(30 - errors);
      assertThat(result.samples())
          .filteredOn(sample -> sample.get("outcome").asText().equals("lost"))
          .noneMatch(sample -> sample.has("icmp"));
    } finally {
      Lab.shell(lab.server(), "echo 0 > /proc/sys/net/ipv4/icmp_ratelimit");
    }
  }
}

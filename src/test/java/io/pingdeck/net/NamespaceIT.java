package io.pingdeck.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpMessage;
import io.pingdeck.packet.icmp.InternetChecksum;
import io.pingdeck.packet.icmp.MplsLabel;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ICMP errors of routers and hosts about probes, in a private network.
@Timeout(60)
class NamespaceIT {
  private static final long LONG_WAIT = Duration.ofSeconds(10).toNanos();
  private static final int PROBES = 5;
  private static Lab lab;
  private static boolean settled;
  private Sockets sockets;
  private Poller poller;

  /// The kind of socket that sends the probe.
  enum Sender {
    UDP,
    PING_SOCKET,
    RAW_SOCKET
  }

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

  @BeforeEach
  void enter() throws IOException {
    Lab.enter(lab.client());
    Lab.allowPingSockets(true);
    sockets = PlatformSockets.best();
    poller = sockets.poller();
    if (!settled) {
      awaitServer("10.99.2.1");
      awaitServer("fd99:2::1");
      settled = true;
    }
  }

  /// New links need a moment to resolve their neighbours.
  private void awaitServer(String host) throws IOException {
    Endpoint server = endpoint(host, 999);
    Endpoint from = endpoint("0.0.0.0", 0);
    try (DatagramPort port = open(Sender.UDP, !server.isIpv4())) {
      while (!from.equals(server.withPort(0))) {
        send(port, Sender.UDP, new DatagramBatch(1, 64), server, 20);
        from = errors(port, 1).errors.getFirst().from();
      }
    }
  }

  @AfterEach
  void leave() throws IOException {
    poller.close();
    Lab.leave();
  }

  private DatagramPort open(Sender sender, boolean ipv6) throws IOException {
    Lab.allowPingSockets(sender != Sender.RAW_SOCKET);
    return switch (sender) {
      case UDP -> sockets.udp(endpoint(ipv6 ? "::" : "0.0.0.0", 0), DatagramOptions.PROBES);
      case PING_SOCKET, RAW_SOCKET -> sockets.icmp(ipv6, DatagramOptions.PROBES);
    };
  }

  private static Endpoint endpoint(String address, int port) throws IOException {
    return Endpoint.of(InetAddress.ofLiteral(address), port);
  }

  /// Sends probes that differ in their last bytes. ICMP probes are echo requests 0, 1, 2, ...
  private static void send(
      DatagramPort port, Sender sender, DatagramBatch batch, Endpoint to, int length) {
    for (int i = 0; i < batch.capacity(); i++) {
      if (sender != Sender.UDP) {
        IcmpMessage.writeEchoRequest(batch.payload(i), !to.isIpv4(), port.icmpId(), i);
      }
      batch.payload(i).put(8, ("probe " + i).getBytes(ISO_8859_1));
      batch.length(i, length);
      batch.address(i, to.high(), to.low(), sender == Sender.UDP ? to.port() : 0, 0);
      batch.tag(i, i);
    }
    port.send(batch, 0, batch.capacity());
    for (int i = 0; i < batch.capacity(); i++) {
      assertThat(Errno.name(batch.errno(i))).as("slot %d", i).isEqualTo("errno 0");
    }
  }

  private ErrorLog errors(DatagramPort port, int count) {
    ErrorLog log = new ErrorLog();
    poller.register(port);
    while (log.errors.size() < count) {
      poller.await(LONG_WAIT);
      port.receiveErrors(log);
    }
    poller.deregister(port);
    return log;
  }

  static List<String> cases() {
    List<String> cases = new ArrayList<>();
    for (Sender sender : Sender.values()) {
      cases.add(sender + ", 10.99.2.3, 64, 3, 1, 10.99.2.3"); // host unreachable
      cases.add(sender + ", 10.99.2.4, 64, 3, 0, 10.99.2.4"); // net unreachable
      cases.add(sender + ", 10.99.2.5, 64, 3, 13, 10.99.2.5"); // administratively prohibited
      cases.add(sender + ", 10.99.2.6, 64, 3, 3, 10.99.2.6"); // port unreachable
      cases.add(sender + ", 10.99.2.1, 1, 11, 0, 10.99.1.2"); // TTL exceeded, from the router
      cases.add(sender + ", 10.99.1.77, 0, 3, 1, 10.99.1.1"); // no ARP reply, from our own kernel
      cases.add(sender + ", fd99:2::3, 64, 1, 3, fd99:2::3");
      cases.add(sender + ", fd99:2::4, 64, 1, 0, fd99:2::4");
      cases.add(sender + ", fd99:2::5, 64, 1, 1, fd99:2::5");
      cases.add(sender + ", fd99:2::6, 64, 1, 4, fd99:2::6");
      cases.add(sender + ", fd99:2::1, 1, 3, 0, fd99:1::2");
      cases.add(sender + ", fd99:1::77, 0, 1, 3, fd99:1::1");
    }
    cases.add("UDP, 10.99.2.1, 64, 3, 3, 10.99.2.1"); // closed port
    cases.add("UDP, fd99:2::1, 64, 1, 4, fd99:2::1");
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyErrorNamesItsSenderAndQuotesItsProbe(String line) throws IOException {
    String[] fields = line.split(", ");
    Sender sender = Sender.valueOf(fields[0]);
    Endpoint to = endpoint(fields[1], sender == Sender.UDP ? 999 : 0);
    // The local kernel queues three datagrams per unresolved neighbour and drops the others.
    DatagramBatch batch = new DatagramBatch(fields[2].equals("0") ? 3 : PROBES, 64);
    try (DatagramPort port = open(sender, !to.isIpv4())) {
      for (int i = 0; i < batch.capacity(); i++) {
        batch.hopLimit(i, Integer.parseInt(fields[2]));
      }

      send(port, sender, batch, to, 40);
      ErrorLog log = errors(port, batch.capacity());

      assertThat(log.errors).hasSize(batch.capacity());
      for (int i = 0; i < batch.capacity(); i++) {
        ErrorLog.Entry error = log.errors.get(i);
        assertThat(error.type() + "/" + error.code()).isEqualTo(fields[3] + "/" + fields[4]);
        assertThat(error.from()).isEqualTo(endpoint(fields[5], 0));
        assertThat(error.to()).isEqualTo(to);
        assertThat(error.ipv6()).isEqualTo(!to.isIpv4());
        assertThat(error.quoted().substring(8)).startsWith("probe " + i);
        if (sender != Sender.UDP) {
          assertThat((int) error.quoted().charAt(7)).isEqualTo(i);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UDP, 10.99.2.1, 3, 4",
    "PING_SOCKET, 10.99.2.7, 3, 4",
    "RAW_SOCKET, 10.99.2.6, 3, 4",
    "UDP, fd99:2::1, 2, 0",
    "PING_SOCKET, fd99:2::7, 2, 0",
    "RAW_SOCKET, fd99:2::6, 2, 0"
  })
  void aPacketTooBigTellsTheMtu(Sender sender, String host, int type, int code) throws IOException {
    Endpoint to = endpoint(host, sender == Sender.UDP ? 999 : 0);
    DatagramBatch batch = new DatagramBatch(1, 1400);
    try (DatagramPort port = open(sender, !to.isIpv4())) {
      send(port, sender, batch, to, 1400);
      ErrorLog.Entry error = errors(port, 1).errors.getFirst();

      assertThat(error.type()).isEqualTo(type);
      assertThat(error.code()).isEqualTo(code);
      assertThat(error.info()).isEqualTo(1280);
      assertThat(error.quoted().substring(8)).startsWith("probe 0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PING_SOCKET, 10.99.2.1",
    "RAW_SOCKET, 10.99.2.1",
    "PING_SOCKET, fd99:2::1",
    "RAW_SOCKET, fd99:2::1"
  })
  void echoRepliesComeBackWholeAndStamped(Sender sender, String host) throws IOException {
    Endpoint to = endpoint(host, 0);
    DatagramBatch out = new DatagramBatch(64, 56);
    DatagramBatch in = new DatagramBatch(64, 56);
    ErrorLog log = new ErrorLog();
    try (DatagramPort port = open(sender, !to.isIpv4());
        DatagramPort other = open(sender, !to.isIpv4())) {
      send(port, sender, out, to, 56);
      poller.register(port);
      int received = 0;
      while (received < 64) {
        poller.await(LONG_WAIT);
        port.receiveErrors(log);
        int size = port.receive(in);
        for (int i = 0; i < size; i++, received++) {
          assertThat(in.length(i)).isEqualTo(56);
          assertThat(IcmpMessage.isEchoReply(in.payload(i), 56, !to.isIpv4())).isTrue();
          assertThat(IcmpMessage.identifier(in.payload(i))).isEqualTo(port.icmpId());
          assertThat(IcmpMessage.sequence(in.payload(i))).isEqualTo(received);
          assertThat(in.payload(i).get(8)).isEqualTo((byte) 'p');
          assertThat(new Endpoint(in.addressHigh(i), in.addressLow(i), in.port(i), 0))
              .isEqualTo(to);
          assertThat(in.hopLimit(i)).isEqualTo(63);
          assertThat(in.stampEpochNanos(i)).isPositive();
          if (to.isIpv4()) {
            assertThat(InternetChecksum.of(in.payload(i), 0, 56)).isZero();
          }
        }
      }
      port.receiveErrors(log);

      assertThat(log.stampOfTag).hasSize(64);
      assertThat(other.receive(in)).as("replies to another socket").isZero();
      assertThat(other.icmpId()).isNotEqualTo(port.icmpId());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.99.2.3", "fd99:2::3"})
  @Proves("I14")
  void aRawSocketIgnoresErrorsAboutPingsOfOtherProcesses(String host) throws IOException {
    Endpoint to = endpoint(host, 0);
    try (DatagramPort port = open(Sender.RAW_SOCKET, !to.isIpv4());
        DatagramPort other = open(Sender.RAW_SOCKET, !to.isIpv4())) {
      send(other, Sender.RAW_SOCKET, new DatagramBatch(PROBES, 64), to, 40);
      errors(other, PROBES);

      ErrorLog log = new ErrorLog();
      port.receiveErrors(log);

      assertThat(log.errors).isEmpty();
    }
  }

  /// Sent from a raw socket, because the kernel as a router adds no extensions.
  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1"})
  void theMplsLabelsBehindAQuoteAreReadAndNoPartOfIt(String host) throws IOException {
    Endpoint loopback = endpoint(host, 0);
    boolean ipv6 = !loopback.isIpv4();
    try (DatagramPort probes = sockets.udp(loopback, DatagramOptions.PROBES);
        DatagramPort router = open(Sender.RAW_SOCKET, ipv6)) {
      DatagramBatch batch = new DatagramBatch(1, 256);
      batch.length(0, extendedError(batch.payload(0), probes.local()));
      batch.address(0, loopback.high(), loopback.low(), 0, 0);
      router.send(batch, 0, 1);
      assertThat(batch.errno(0)).isZero();

      ErrorLog log = errors(probes, 1);

      assertThat(log.labels)
          .containsExactly(
              new MplsLabel(16_001, 5, false, 254), new MplsLabel(1_048_575, 0, true, 1));
      assertThat(log.errors.getFirst().quoted()).startsWith("probe 7").hasSize(ipv6 ? 80 : 100);
    }
  }

  /// Time exceeded (RFC 4884): a quote of 128 bytes, then two labels (RFC 4950).
  private static int extendedError(ByteBuffer message, Endpoint from) {
    boolean ipv6 = !from.isIpv4();
    message.put(0, (byte) (ipv6 ? 3 : 11));
    message.put(ipv6 ? 4 : 5, (byte) (128 / (ipv6 ? Long.BYTES : Integer.BYTES)));
    int udp = 8;
    if (ipv6) {
      message.putInt(udp, 6 << 28).putShort(udp + 4, (short) 15).put(udp + 6, (byte) 17);
      message.putLong(udp + 8, from.high()).putLong(udp + 16, from.low());
      message.putLong(udp + 24, from.high()).putLong(udp + 32, from.low());
      udp += 40;
    } else {
      message.putInt(udp, 0x4500_0023).put(udp + 8, (byte) 1).put(udp + 9, (byte) 17);
      message.putInt(udp + 12, (int) from.low()).putInt(udp + 16, (int) from.low());
      udp += 20;
    }
    message.putShort(udp, (short) from.port()).putShort(udp + 2, (short) 999);
    message.putShort(udp + 4, (short) 15);
    message.put(udp + 8, "probe 7".getBytes(ISO_8859_1));
    int extensions = 8 + 128;
    message.put(extensions, (byte) 0x20);
    message.putShort(extensions + 4, (short) 12).put(extensions + 6, (byte) 1);
    message.put(extensions + 7, (byte) 1);
    message.putInt(extensions + 8, 16_001 << 12 | 5 << 9 | 254);
    message.putInt(extensions + 12, 1_048_575 << 12 | 1 << 8 | 1);
    return extensions + 16;
  }

  @ParameterizedTest
  @EnumSource(Sender.class)
  void aRefusedRouteIsTheSlotsOwnError(Sender sender) throws IOException {
    Endpoint to = endpoint("10.99.3.1", sender == Sender.UDP ? 9 : 0);
    Lab.run("ip", "-n", lab.client(), "route", "add", "unreachable", "10.99.3.0/24");
    try (DatagramPort port = open(sender, false)) {
      DatagramBatch batch = new DatagramBatch(1, 56);
      IcmpMessage.writeEchoRequest(batch.payload(0), false, 1, 1);
      batch.length(0, 56);
      batch.address(0, to.high(), to.low(), to.port(), 0);

      port.send(batch, 0, 1);

      assertThat(Errno.name(batch.errno(0))).isEqualTo("EHOSTUNREACH");
    } finally {
      Lab.run("ip", "-n", lab.client(), "route", "del", "unreachable", "10.99.3.0/24");
    }
  }

  @Test
  void aPathNarrowerThanAnyGetsFragments() throws IOException {
    Lab.run(
        "ip",
        "-n",
        lab.client(),
        "route",
        "add",
        "10.99.2.1",
        "via",
        "10.99.1.2",
        "mtu",
        "lock",
        "200");
    try (DatagramPort port = open(Sender.UDP, false)) {
      send(port, Sender.UDP, new DatagramBatch(1, 240), endpoint("10.99.2.1", 999), 240);

      assertThat(errors(port, 1).errors.getFirst().type()).as("unreachable").isEqualTo(3);
    } finally {
      Lab.run("ip", "-n", lab.client(), "route", "del", "10.99.2.1");
    }
  }

  @Test
  @Proves("S16")
  void whatTheFirewallForbidsIsTheSlotsOwnErrorAndStampsStayTrue() throws IOException {
    nft("add table inet out");
    nft("add chain inet out o { type filter hook output priority 0; }");
    nft("add rule inet out o udp dport 7 drop");
    try (DatagramPort port = open(Sender.UDP, false)) {
      DatagramBatch batch = new DatagramBatch(3, 56);
      for (int i = 0; i < 3; i++) {
        Endpoint to = endpoint("10.99.2.1", i == 1 ? 7 : 999);
        batch.length(i, 10);
        batch.address(i, to.high(), to.low(), to.port(), 0);
        batch.tag(i, i);
      }

      port.send(batch, 0, 3);
      ErrorLog log = errors(port, 2);

      assertThat(Errno.name(batch.errno(1))).isEqualTo("EPERM");
      assertThat(batch.errno(0) + batch.errno(2)).isZero();
      assertThat(log.stampOfTag).containsOnlyKeys(0L, 2L);
    } finally {
      nft("delete table inet out");
    }
  }

  private static void nft(String command) throws IOException {
    Lab.run("ip", "netns", "exec", lab.client(), "nft", command);
  }

  @Test
  void withoutPrivilegesPingSocketsDoWhereTheyAreAllowed() throws IOException {
    Lab.allowPingSockets(true);

    String output = unprivileged();

    assertThat(output).contains("capabilities none", "10.99.2.1 replied", "fd99:2::1 replied");
    assertThat(output)
        .contains("icmp=true", "icmpErrors=true")
        .containsPattern("missing=\\[ICMP errors that quote no probe, [^\\],]*, stay unseen: ");
  }

  @Test
  void withoutPrivilegesTheFaultNamesTheCommandThatGrantsThem() throws IOException {
    Lab.allowPingSockets(false);

    String output = unprivileged();

    assertThat(output)
        .contains("capabilities none", "icmpErrors=true", "kernelStamps=true", "icmp=false")
        .contains("sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"")
        .contains("AmbientCapabilities=CAP_NET_RAW")
        .contains("answering with ICMP errors is not permitted", "--ambient-caps=+net_raw");
  }

  private static String unprivileged() throws IOException {
    return Lab.run(
        "ip",
        "netns",
        "exec",
        lab.client(),
        "setpriv",
        "--inh-caps=-all",
        "--bounding-set=-all",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        UnprivilegedPing.class.getName(),
        "10.99.2.1",
        "fd99:2::1");
  }

  @Test
  void aSocketOfAnotherNamespaceIsNotOurs() throws IOException {
    try (DatagramPort port = open(Sender.UDP, false)) {
      Lab.enter(lab.server());
      assertThatThrownBy(() -> sockets.udp(endpoint("10.99.1.1", 0), DatagramOptions.ECHO))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("this machine has no such address");
      assertThat(port.local().port()).isPositive();
    }
  }
}

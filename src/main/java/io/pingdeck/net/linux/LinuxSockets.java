package io.pingdeck.net.linux;

import io.pingdeck.base.Errno;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Departure;
import io.pingdeck.net.Poller;
import io.pingdeck.net.PortHolder;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.SynTrap;
import io.pingdeck.net.kernel.Layouts;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.net.kernel.ThreadPriority;
import io.pingdeck.net.kernel.TimestampingHold;
import io.pingdeck.net.linux.NativeDatagramPort.Kind;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Sockets on Linux system calls, through Java's foreign function API.
public final class LinuxSockets implements Sockets {
  /// How to enable ICMP: the same two ways for both address families.
  static final String ICMP_REMEDY =
      "allow ping sockets with `sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"`, or give the"
          + " service CAP_NET_RAW with `AmbientCapabilities=CAP_NET_RAW` in its systemd unit";

  /// Raw sockets in one process need distinct ICMP identifiers.
  private static final AtomicInteger IDS = new AtomicInteger(new SecureRandom().nextInt());

  private final ThreadPriority firstThreads = new ThreadPriority();
  private final boolean ownStampKeys;
  private final Departure departure;
  private final Capabilities capabilities;

  /// @param ownStampKeys whether this process can choose the keys of transmit timestamps (Linux
  ///   6.13)
  LinuxSockets(boolean ownStampKeys) throws IOException {
    this.ownStampKeys = ownStampKeys;
    departure = Departure.USUAL;
    TimestampingHold.hold();
    capabilities = new LinuxProbe(this).capabilities();
  }

  private LinuxSockets(LinuxSockets usual, Departure departure) {
    ownStampKeys = usual.ownStampKeys;
    capabilities = usual.capabilities;
    this.departure = departure;
  }

  /// Opens the native sockets, if this process may use them.
  ///
  /// @throws IOException if it may not; the message is one sentence that says why and what to do
  public static LinuxSockets open() throws IOException {
    requirePlatform();
    return new LinuxSockets(takesStampKeys(System.getProperty("os.version")));
  }

  /// @throws IOException if native sockets do not exist here; the message is as above
  public static void requirePlatform() throws IOException {
    String system = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    if (!system.equals("Linux") || !Layouts.fit(architecture)) {
      throw new IOException(
          "native sockets exist for Linux on x86_64 and aarch64 only, and this is "
              + system
              + " on "
              + architecture);
    }
    if (!LinuxSockets.class.getModule().isNativeAccessEnabled()) {
      throw new IOException(
          "native sockets need Java's native access: start it with"
              + " `--enable-native-access=ALL-UNNAMED`");
    }
  }

  /// Whether the kernel has SCM_TS_OPT_ID (since Linux 6.13).
  static boolean takesStampKeys(String release) {
    String[] numbers = release.split("\\D+", 3);
    try {
      int major = Integer.parseInt(numbers[0]);
      return major > 6 || major == 6 && Integer.parseInt(numbers[1]) >= 13;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return false; // unknown version
    }
  }

  /// Fails if IPv6 is disabled. A socket can still be opened then, but cannot send.
  private static void requireIpv6() throws IOException {
    Path addresses = Path.of("/proc/thread-self/net/if_inet6");
    if (Files.isReadable(addresses) && Files.readString(addresses).isBlank()) {
      throw new IOException(
          "IPv6 is switched off on this machine: switch it on with"
              + " `sysctl -w net.ipv6.conf.all.disable_ipv6=0`, or use an IPv4 address");
    }
  }

  @Override
  public DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException {
    if (!bind.isIpv4()) {
      requireIpv6();
    }
    try {
      SocketFd socket = SocketFd.open(!bind.isIpv4(), Linux.SOCK_DGRAM, Linux.IPPROTO_UDP);
      return port(socket, Kind.UDP, bind, options);
    } catch (SocketFd.Refused e) {
      String why = e.errno() == Errno.EADDRINUSE ? PortHolder.sentence(true, bind) : e.getMessage();
      throw new IOException("cannot open UDP socket at " + bind + ": " + why, e);
    }
  }

  @Override
  public DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException {
    if (ipv6) {
      requireIpv6();
    }
    String name = ipv6 ? "ICMPv6" : "ICMP";
    Endpoint any = ipv6 ? new Endpoint(0, 0, 0, 0) : Endpoint.ipv4(0, 0);
    int protocol = ipv6 ? Linux.IPPROTO_ICMPV6 : Linux.IPPROTO_ICMP;
    try {
      return port(SocketFd.open(ipv6, Linux.SOCK_DGRAM, protocol), Kind.PING, any, options);
    } catch (SocketFd.Refused noPingSocket) {
      try {
        return port(SocketFd.open(ipv6, Linux.SOCK_RAW, protocol), Kind.RAW, any, options);
      } catch (SocketFd.Refused noRawSocket) {
        throw new IOException(icmpRefusal(name, noPingSocket, noRawSocket), noRawSocket);
      }
    }
  }

  private static String icmpRefusal(String name, SocketFd.Refused ping, SocketFd.Refused raw) {
    return switch (raw.errno()) {
      case Errno.EAFNOSUPPORT -> name + " pings are not possible: this machine has no IPv6";
      case Errno.EPERM, Errno.EACCES ->
          name + " pings are not permitted to this process: " + ICMP_REMEDY;
      default ->
          name
              + " pings are not possible: ping socket: "
              + ping.getMessage()
              + "; raw socket: "
              + raw.getMessage();
    };
  }

  @Override
  public DatagramPort icmpErrors(boolean ipv6) throws IOException {
    if (ipv6) {
      requireIpv6();
    }
    return RawSockets.icmpErrors(ipv6);
  }

  @Override
  public DatagramPort unclaimedIcmpErrors(boolean ipv6) throws IOException {
    if (ipv6) {
      requireIpv6();
    }
    return RawSockets.unclaimedErrors(ipv6);
  }

  @Override
  public SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException {
    return RawSockets.trapSyns(listener, new SynChoice(listener.port(), share, salt));
  }

  private NativeDatagramPort port(
      SocketFd socket, Kind kind, Endpoint wanted, DatagramOptions options) throws IOException {
    try {
      Endpoint bind = departure.from(wanted);
      configure(socket, kind, bind, options);
      departure.configure(socket);
      int icmpId = IDS.getAndIncrement() & 0xffff;
      if (kind == Kind.RAW) {
        IcmpFilters.attach(socket, icmpId);
      }
      if (kind != Kind.RAW || !bind.isUnspecified()) {
        socket.bind(bind);
      }
      if (kind == Kind.PING) {
        icmpId = socket.localPort(); // chosen by the kernel
      }
      Endpoint local = kind == Kind.UDP ? bind.withPort(socket.localPort()) : bind;
      TransmitStamps stamps = new TransmitStamps(socket, options, ownStampKeys);
      NativeDatagramPort port =
          new NativeDatagramPort(socket, kind, local, icmpId, options.errors(), stamps);
      if (kind == Kind.RAW) {
        discardArrivedBeforeFilter(port);
      }
      return port;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  static void configure(SocketFd socket, Kind kind, Endpoint bind, DatagramOptions options)
      throws SocketFd.Refused {
    socket.setBuffers(options.receiveBufferBytes(), options.sendBufferBytes());
    boolean ipv6 = socket.isIpv6();
    int level = ipv6 ? Linux.SOL_IPV6 : Linux.SOL_IP;
    if (ipv6 && kind == Kind.UDP) {
      socket.set("IPV6_V6ONLY", level, Linux.IPV6_V6ONLY, 1);
    }
    if (options.hopLimits()) {
      socket.set("IP_RECVTTL", level, ipv6 ? Linux.IPV6_RECVHOPLIMIT : Linux.IP_RECVTTL, 1);
    }
    if (options.errors()) {
      socket.set("IP_RECVERR", level, ipv6 ? Linux.IPV6_RECVERR : Linux.IP_RECVERR, 1);
      askForExtensions(socket, level);
    }
    if (options.localAddresses() && bind.isUnspecified()) {
      socket.set("IP_PKTINFO", level, ipv6 ? Linux.IPV6_RECVPKTINFO : Linux.IP_PKTINFO, 1);
    }
  }

  /// Optional (since Linux 5.9): without it, MPLS labels stay unknown.
  private static void askForExtensions(SocketFd socket, int level) {
    int option = socket.isIpv6() ? Linux.IPV6_RECVERR_RFC4884 : Linux.IP_RECVERR_RFC4884;
    try {
      socket.set("IP_RECVERR_RFC4884", level, option, 1);
    } catch (SocketFd.Refused olderKernel) {
      // The extensions then remain at the end of the quote, where they do no harm.
    }
  }

  static void discardArrivedBeforeFilter(NativeDatagramPort port) {
    DatagramBatch batch = new DatagramBatch(16, 1);
    while (port.receive(batch) > 0) {
      batch.clear();
    }
  }

  @Override
  public Poller poller() throws IOException {
    return new EpollPoller(departure);
  }

  @Override
  public Sockets leaving(Departure wanted) {
    return new LinuxSockets(this, wanted);
  }

  @Override
  public void putCallerFirst() {
    firstThreads.putCallerFirst();
  }

  @Override
  public void wakeCallerAtOnce() {
    ThreadPriority.shortenSlice();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }
}

package io.pingdeck.cli;

import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.net.Departure;
import io.pingdeck.net.Departure.PathMtu;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.IpLiteral;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// How probes leave this machine: flags with the names and meanings of `ping`.
final class LeavingOptions {
  private static final String SOURCE = "-I";

  @Option(
      names = {SOURCE, "--source"},
      paramLabel = "SOURCE",
      description = "The address or the interface to send from: 192.0.2.7, fd00::7, eth0.")
  private String source;

  @Option(
      names = {"-M", "--pmtu"},
      paramLabel = "HINT",
      description =
          "Path MTU discovery. do: never fragment, report what is too big. want: fragment on this"
              + " host only. dont: routers may too. Default: the system's.")
  private String pathMtu;

  /// The family of the source, if it is an address: `ipv4` or `ipv6`.
  ///
  /// @throws FaultException if it contradicts the requested family
  Optional<String> family(Optional<String> asked) {
    Optional<String> own = address().map(address -> address.isIpv4() ? "ipv4" : "ipv6");
    if (own.isPresent() && asked.isPresent() && !own.equals(asked)) {
      throw new FaultException(
          SOURCE, GivenText.show(source) + " is no " + asked.get() + " address");
    }
    return asked.or(() -> own);
  }

  Departure departure() {
    Optional<Endpoint> address = address();
    Optional<String> device =
        source == null || address.isPresent() ? Optional.empty() : Optional.of(device());
    return new Departure(address, device, Optional.ofNullable(pathMtu).map(LeavingOptions::hint));
  }

  private Optional<Endpoint> address() {
    if (source == null) {
      return Optional.empty();
    }
    Optional<InetAddress> literal = IpLiteral.parse(source);
    if (literal.isEmpty()) {
      return Optional.empty(); // must be an interface
    }
    InetAddress address = literal.get();
    if (address.isAnyLocalAddress() || !isOwn(address)) {
      throw new FaultException(
          SOURCE, GivenText.show(source) + " is not an address of this machine");
    }
    return Optional.of(Endpoint.of(address, 0));
  }

  /// Asks the kernel by binding: all of 127.0.0.0/8 is local, although no interface lists it.
  private static boolean isOwn(InetAddress address) {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private String device() {
    try {
      if (!source.isEmpty() && NetworkInterface.getByName(source) != null) {
        return source;
      }
      String known =
          NetworkInterface.networkInterfaces()
              .map(NetworkInterface::getName)
              .sorted()
              .collect(Collectors.joining(", "));
      throw new FaultException(
          SOURCE,
          GivenText.show(source)
              + " is neither an address nor an interface of this machine ("
              + known
              + ")");
    } catch (SocketException e) {
      throw new FaultException(SOURCE, "interfaces cannot be looked up: " + e.getMessage());
    }
  }

  private static PathMtu hint(String text) {
    return Arrays.stream(PathMtu.values())
        .filter(hint -> hint.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new FaultException("-M", GivenText.show(text) + " is not do, want or dont"));
  }
}

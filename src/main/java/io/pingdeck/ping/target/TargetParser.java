package io.pingdeck.ping.target;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Parses a [Target] from a URI that consists of scheme, host, port and what [TargetPath] accepts,
/// and nothing else; or from a host alone, which selects ICMP. Collects every fault of the text
/// instead of stopping at the first.
public final class TargetParser {
  public static final String FIELD = "target";

  private static final String SCHEMES =
      Arrays.stream(Protocol.values()).map(Protocol::scheme).collect(Collectors.joining(", "));
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private final List<Fault> faults = new ArrayList<>();

  /// @throws FaultException with every fault, all of the field `target`
  static Target parse(String text) {
    return new TargetParser().read(text);
  }

  private Target read(String text) {
    int colon = text.indexOf("://");
    if (colon < 0) {
      return bareHost(text);
    }
    Optional<Protocol> protocol = protocol(text.substring(0, colon));
    String rest = text.substring(colon + 3);
    int end = endOfAuthority(rest);
    Optional<String> path = protocol.flatMap(p -> path(p, rest.substring(end)));
    String authority = rest.substring(0, end);
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      fault("a target has no user name: leave out all up to the @");
    }
    Optional<Target> target = hostAndPort(protocol, authority.substring(at + 1), path);
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return target.orElseThrow();
  }

  /// A host alone selects ICMP, as with `ping`. With a port it could mean UDP or TCP.
  private static Target bareHost(String text) {
    int colon = text.indexOf(':');
    boolean hasPort =
        colon >= 0 && (text.startsWith("[") ? !text.endsWith("]") : colon == text.lastIndexOf(':'));
    if (text.isEmpty() || hasPort || text.indexOf('/') >= 0 || text.indexOf('@') >= 0) {
      throw new FaultException(FIELD, withoutScheme(text));
    }
    try {
      return new Target(Protocol.ICMP, HostGrammar.bare(text), 0);
    } catch (IllegalArgumentException e) {
      throw new FaultException(FIELD, e.getMessage());
    }
  }

  private static String withoutScheme(String text) {
    return (text.isEmpty() ? "the target is missing" : GivenText.show(text) + " has no protocol")
        + ": write udp://…, tcp://…, icmp://…, http://…, dns://… or another";
  }

  private Optional<Protocol> protocol(String scheme) {
    Optional<Protocol> protocol = Protocol.of(scheme);
    if (protocol.isEmpty()) {
      fault(GivenText.show(scheme) + " is not a protocol that can be pinged (" + SCHEMES + ")");
    }
    return protocol;
  }

  private static int endOfAuthority(String rest) {
    int end = 0;
    while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private Optional<String> path(Protocol protocol, String written) {
    if (protocol.hasPath()) {
      return attempt(() -> TargetPath.read(protocol, written));
    }
    if (!written.isEmpty()) {
      fault(GivenText.show(written) + " does not belong in a target: it ends behind host and port");
    }
    return Optional.empty();
  }

  private Optional<Target> hostAndPort(
      Optional<Protocol> protocol, String authority, Optional<String> path) {
    int close = authority.startsWith("[") ? authority.indexOf(']') : -1;
    int colon = authority.indexOf(':', close + 1);
    if (close < 0 && (authority.startsWith("[") || colon != authority.lastIndexOf(':'))) {
      fault(GivenText.show(authority) + " needs brackets around an IPv6 address: [2001:db8::1]");
      return Optional.empty();
    }
    String written = colon < 0 ? authority : authority.substring(0, colon);
    Optional<String> host =
        attempt(() ->
            close < 0
                ? HostGrammar.nameOrIpv4(written)
                : HostGrammar.ipv6(inBrackets(written, close)));
    Optional<Integer> port =
        protocol.flatMap(p ->
            port(
                p,
                colon < 0 ? Optional.empty() : Optional.of(authority.substring(colon + 1)),
                path));
    if (!faults.isEmpty()) {
      return Optional.empty();
    }
    return host.flatMap(h -> port.map(n -> new Target(protocol.orElseThrow(), h, n, path)));
  }

  private static String inBrackets(String written, int close) {
    if (close != written.length() - 1) {
      throw new IllegalArgumentException(
          GivenText.show(written.substring(close + 1)) + " does not belong behind the bracket");
    }
    return written.substring(1, close);
  }

  private Optional<Integer> port(
      Protocol protocol, Optional<String> written, Optional<String> path) {
    if (!protocol.hasPort()) {
      written.ifPresent(
          port -> fault(protocol.scheme() + " has no ports: leave out :" + GivenText.show(port)));
      return Optional.of(0);
    }
    if (written.isEmpty() && protocol.usualPort().isPresent()) {
      return Optional.of(protocol.usualPort().getAsInt());
    }
    if (written.isEmpty()) {
      fault(protocol.scheme() + " needs a port: " + protocol.scheme() + "://host:12000");
      return Optional.empty();
    }
    String port = written.get();
    if (PORT.matcher(port).matches() && Integer.parseInt(port) <= 65535) {
      return Optional.of(Integer.parseInt(port));
    }
    boolean overTcp = path.filter(DnsPath::isOverTcp).isPresent();
    boolean udp = protocol.hasDatagrams() && !overTcp;
    return service(udp ? "udp" : "tcp", port);
  }

  private Optional<Integer> service(String transport, String name) {
    OptionalInt port = ServicePorts.ofThisHost().find(name, transport);
    if (port.isPresent()) {
      return Optional.of(port.getAsInt());
    }
    fault(
        GivenText.show(name)
            + (name.chars().anyMatch(Character::isLetter)
                ? " is not a port: 1-65535, or the name of a " + transport + " service"
                : " is not a port (1-65535)"));
    return Optional.empty();
  }

  private <T> Optional<T> attempt(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (IllegalArgumentException e) {
      fault(e.getMessage());
      return Optional.empty();
    }
  }

  private void fault(String message) {
    faults.add(new Fault(FIELD, message));
  }
}

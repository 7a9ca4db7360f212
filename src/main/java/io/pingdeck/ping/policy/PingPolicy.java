package io.pingdeck.ping.policy;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses a remote caller may ping: who reaches Pingdeck over the network must not reach
/// by it what only this machine can reach. A local caller may ping everything.
///
/// The longest range that contains an address decides. Of equally long ones, those of the
/// configuration win over the built-in ones, and a denial over a permission. An address that no
/// range contains is allowed.
///
/// @param rules the configuration's, in addition to the built-in ones
/// @param own servers of this process; always allowed
/// @param users whether callers are still there
public record PingPolicy(PolicyRules rules, OwnServers own, KnownUsers users) {
  /// The built-in rules alone, where neither servers nor users are known.
  public static final PingPolicy BUILT_IN = new PingPolicy(PolicyRules.NONE);

  public PingPolicy {
    requireNonNull(rules, "rules");
    requireNonNull(own, "own");
    requireNonNull(users, "users");
  }

  /// For a process whose servers and users are not known yet.
  public PingPolicy(PolicyRules rules) {
    this(rules, new OwnServers(), new KnownUsers());
  }

  /// Link-local addresses, where clouds also serve their credentials; the other addresses of such
  /// services; and what is not one host's.
  private static final List<AddressRange> DENIED_TO_ALL =
      ranges(
          "169.254.0.0/16",
          "fe80::/10",
          "fd00:ec2::/32",
          "fd20:ce::254",
          "fd00:42::42",
          "100.100.100.200",
          "168.63.129.16",
          "192.0.0.192",
          "0.0.0.0/8",
          "::",
          "224.0.0.0/4",
          "ff00::/8",
          "255.255.255.255");

  /// This machine and private networks (RFC 1918, 6598, 4193, 3879, 8215).
  private static final List<AddressRange> DENIED_TO_OPERATORS =
      Stream.concat(
              DENIED_TO_ALL.stream(),
              ranges(
                  "127.0.0.0/8",
                  "::1",
                  "10.0.0.0/8",
                  "172.16.0.0/12",
                  "192.168.0.0/16",
                  "100.64.0.0/10",
                  "fc00::/7",
                  "fec0::/10",
                  "64:ff9b:1::/48")
                  .stream())
          .toList();

  private static final Endpoint LOOPBACK_4 = Endpoint.ipv4(0x7f000001, 0);
  private static final Endpoint LOOPBACK_6 = new Endpoint(0, 1, 0, 0);

  /// Whether an address is denied to everybody by default: link-local, a service of a cloud, or not
  /// one host's.
  public static boolean isDeniedToAll(Endpoint address) {
    return Stream.concat(Stream.of(address), EmbeddedIpv4.of(address).stream())
        .anyMatch(judged ->
            DENIED_TO_ALL.stream().anyMatch(range -> new Rule(range, false, 0).contains(judged)));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }

  /// @param priority the smaller one wins among equally long ranges
  private record Rule(AddressRange range, boolean allows, int priority) {
    boolean contains(Endpoint address) {
      return range.first().isIpv4() == address.isIpv4() && range.contains(address);
    }
  }

  /// Why a caller may ping nothing any more, as a sentence; empty if it may.
  public Optional<String> farewell(Caller by) {
    return Optional.of(users.standing(by, Instant.now()).reason())
        .filter(reason -> !reason.isEmpty());
  }

  /// Why a caller may not ping an address, as a sentence that names the address, the role and the
  /// setting; empty if it may.
  ///
  /// @param isUdp whether probes are datagrams to the port of the address
  public Optional<String> refusal(Caller by, boolean isUdp, Endpoint address) {
    if (!by.isRemote()) {
      return Optional.empty();
    }
    KnownUsers.Standing standing = users.standing(by, Instant.now());
    if (standing.role().isEmpty()) {
      return Optional.of(standing.reason());
    }
    Role role = standing.role().get();
    if (own.contains(isUdp, address)) {
      return Optional.empty();
    }
    return denial(role, address, "")
        .or(() ->
            EmbeddedIpv4.of(address)
                .flatMap(inner -> denial(role, address, ", which contains " + inner.host(), inner)))
        .or(() -> ofThisMachine(role, address));
  }

  /// What listens on all addresses of this machine is reached by each of them, past a firewall.
  /// Such an address is judged as loopback too, unless the configuration allows exactly this one.
  private Optional<String> ofThisMachine(Role role, Endpoint address) {
    AddressRange exactly =
        new AddressRange(new Endpoint(address.high(), address.low(), 0, 0), AddressRange.ALL_BITS);
    return address.isLoopback()
            || !ThisMachine.has(address)
            || configured(role).allow().contains(exactly)
        ? Optional.empty()
        : denial(
            role,
            address,
            ", an address of this machine",
            address.isIpv4() ? LOOPBACK_4 : LOOPBACK_6);
  }

  private Optional<String> denial(Role role, Endpoint address, String what) {
    return denial(role, address, what, address);
  }

  private Optional<String> denial(Role role, Endpoint named, String what, Endpoint judged) {
    return rules(role)
        .filter(rule -> rule.contains(judged))
        .min(
            Comparator.comparingInt((Rule rule) -> -rule.range().bits())
                .thenComparingInt(Rule::priority))
        .filter(rule -> !rule.allows())
        .map(rule -> sentence(role, named.host() + what, rule));
  }

  private PolicyRules.Ranges configured(Role role) {
    return role == Role.ADMIN ? rules.admin() : rules.operator();
  }

  private Stream<Rule> rules(Role role) {
    PolicyRules.Ranges configured = configured(role);
    List<AddressRange> builtIn = role == Role.ADMIN ? DENIED_TO_ALL : DENIED_TO_OPERATORS;
    return Stream.of(
            configured.deny().stream().map(range -> new Rule(range, false, 0)),
            configured.allow().stream().map(range -> new Rule(range, true, 1)),
            builtIn.stream().map(range -> new Rule(range, false, 2)))
        .flatMap(rules -> rules);
  }

  private static String sentence(Role role, String address, Rule rule) {
    String setting = "ping.policy." + role.word();
    return "an %s may not ping %s: %s is denied by %s"
        .formatted(
            role.word(),
            address,
            rule.range(),
            rule.priority() == 0
                ? setting + ".deny"
                : "default, and " + setting + ".allow can allow it");
  }
}

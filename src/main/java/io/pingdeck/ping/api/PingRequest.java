package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Durations;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.packet.IpLiteral;
import io.pingdeck.packet.text.LabText;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.ExpectedCodes;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.ProtocolFields;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// A ping as requested by a user or script: unvalidated text, absent where the default applies.
/// REST and the command line share one validation, so that both print the same messages.
///
/// @param target the URI, required
/// @param name blank selects the target's text
/// @param interval in the syntax of [Durations]
/// @param timeout in the syntax of [Durations]
/// @param family `any`, `ipv4` or `ipv6`
/// @param mode what a TCP ping measures: `connect`, `echo`, `stream` or `greeting`; or an SMTP
///   ping: `greeting` or `starttls`
/// @param method the request of an HTTP ping: `GET`, `HEAD` or `POST`
/// @param expect which statuses of HTTP, or which response codes of DNS, count as a reply
/// @param queryType query type of a DNS ping, if its target has none
/// @param pin keep the address although the name's may change
/// @param tags see [Tags]
public record PingRequest(
    Optional<String> target,
    Optional<String> name,
    Optional<String> interval,
    Optional<String> timeout,
    OptionalLong count,
    OptionalInt size,
    Optional<String> family,
    OptionalInt ttl,
    OptionalInt tos,
    Optional<String> mode,
    Optional<String> method,
    Optional<String> expect,
    Optional<String> queryType,
    HttpForm http,
    boolean pin,
    Optional<List<String>> tags) {
  private static final int MAX_NAME = 100;
  private static final int MAX_BYTES = 65_507;
  private static final Duration LONGEST = Duration.ofDays(1);

  public PingRequest {
    requireNonNull(target, "target");
    requireNonNull(name, "name");
    requireNonNull(interval, "interval");
    requireNonNull(timeout, "timeout");
    requireNonNull(count, "count");
    requireNonNull(size, "size");
    requireNonNull(family, "family");
    requireNonNull(ttl, "ttl");
    requireNonNull(tos, "tos");
    requireNonNull(mode, "mode");
    requireNonNull(method, "method");
    requireNonNull(expect, "expect");
    requireNonNull(queryType, "queryType");
    requireNonNull(http, "http");
    tags = tags.map(List::copyOf);
  }

  /// The same form for another target. Fields of specific protocols apply only to targets of these
  /// protocols.
  PingRequest of(Optional<String> other, Optional<String> otherName, List<String> otherTags) {
    Optional<Protocol> protocol = other.flatMap(PingRequest::protocol);
    boolean hasCodes = protocol.filter(Protocol::hasCodes).isPresent();
    return new PingRequest(
        other,
        otherName,
        interval,
        timeout,
        count,
        protocol.filter(p -> !p.hasPayload()).isPresent() ? OptionalInt.empty() : size,
        family,
        ttl,
        tos,
        protocol.flatMap(this::modeOf),
        protocol.filter(Protocol::isHttp).isPresent() ? method : Optional.empty(),
        hasCodes ? expect : Optional.empty(),
        protocol.equals(Optional.of(Protocol.DNS)) ? queryType : Optional.empty(),
        protocol.map(http::of).orElse(HttpForm.EMPTY),
        pin,
        Optional.of(otherTags));
  }

  private Optional<String> modeOf(Protocol protocol) {
    boolean ofMail = mode.equals(Optional.of(TcpMode.STARTTLS.json()));
    return mode.filter(text -> protocol == (ofMail ? Protocol.SMTP : Protocol.TCP));
  }

  private static Optional<Protocol> protocol(String target) {
    int colon = target.indexOf("://");
    return colon < 0 ? Optional.of(Protocol.ICMP) : Protocol.of(target.substring(0, colon));
  }

  /// The validated ping. [PingLimits] decides whether its address may be pinged with these
  /// settings.
  ///
  /// @throws FaultException with every fault of every field
  public PingSpec check(PingId id) {
    Check check = new Check();
    Optional<Target> checkedTarget =
        check.parse("target", Optional.of(target.orElse("")), Target::parse);
    Optional<AddressFamily> checkedFamily = check.parse("family", family, PingRequest::family);
    checkedTarget.ifPresent(t -> check.contradiction(t, checkedFamily));
    Optional<String> checkedName =
        check.parse("name", name.map(String::strip).filter(n -> !n.isEmpty()), PingRequest::name);
    Optional<List<String>> checkedTags = check.parse("tags", tags, Tags::check);
    Optional<Duration> checkedInterval =
        check.parse("interval", interval, text -> duration(text, Duration.ZERO));
    Optional<Duration> checkedTimeout =
        check.parse("timeout", timeout, text -> duration(text, Duration.ofNanos(1)));
    count.ifPresent(n -> check.range("count", n, 1, Long.MAX_VALUE));
    size.ifPresent(n -> check.range("size", n, minBytes(checkedTarget), MAX_BYTES));
    ttl.ifPresent(n -> check.range("ttl", n, 1, 255));
    tos.ifPresent(n -> check.range("tos", n, 0, 255));
    Optional<ProtocolFields> fields = checkedTarget.map(ProtocolFields::new);
    Optional<TcpMode> checkedMode = fields.flatMap(f -> f.mode(mode));
    Optional<HttpMethod> checkedMethod = fields.flatMap(f -> f.method(method));
    Optional<ExpectedCodes> checkedExpect = fields.flatMap(f -> f.expected(expect, checkedMode));
    Optional<Target> asking = fields.map(f -> f.asking(target.orElseThrow(), queryType));
    fields.ifPresent(f -> f.size(size.isPresent()));
    fields.ifPresent(f -> f.hopLimit(ttl.isPresent()));
    fields.ifPresent(f -> check.faults.addAll(f.faults()));
    HttpOptions options =
        checkedTarget
            .map(t -> http.check(t, checkedMethod.orElse(HttpMethod.GET), check.faults))
            .orElse(HttpOptions.NONE);
    check.end();
    Target pinged = asking.orElseThrow();
    return PingSpec.of(id, pinged)
        .name(checkedName.orElseGet(pinged::toString))
        .family(checkedFamily.orElse(AddressFamily.ANY))
        .interval(checkedInterval.orElse(PingSpec.DEFAULT_INTERVAL))
        .timeout(checkedTimeout.orElse(PingSpec.DEFAULT_TIMEOUT))
        .count(count)
        .payloadBytes(size.orElse(PingSpec.DEFAULT_PAYLOAD_BYTES))
        .hopLimit(ttl)
        .trafficClass(tos.orElse(0))
        .mode(checkedMode.or(() -> PingSpec.usualMode(pinged)))
        .method(checkedMethod.or(() -> PingSpec.usualMethod(pinged)))
        .expected(checkedExpect.or(() -> PingSpec.usuallyExpected(pinged)))
        .http(options)
        .pin(pin)
        .tags(checkedTags.orElse(List.of()))
        .build();
  }

  /// A ping with the settings of this form that may change while it runs: name, tags, interval,
  /// timeout, size, TTL and TOS. All others are ignored.
  ///
  /// @throws FaultException with every fault of every field
  public PingSpec changed(PingSpec ping) {
    Optional<String> address = Optional.of(ping.target().toString());
    PingSpec checked =
        new PingFormBuilder()
            .target(address)
            .name(name)
            .interval(interval)
            .timeout(timeout)
            .size(size)
            .ttl(ttl)
            .tos(tos)
            .tags(tags)
            .build()
            .check(ping.id());
    return ping.with()
        .name(name.isPresent() ? checked.name() : ping.name())
        .interval(interval.isPresent() ? checked.interval() : ping.interval())
        .timeout(timeout.isPresent() ? checked.timeout() : ping.timeout())
        .payloadBytes(size.isPresent() ? checked.payloadBytes() : ping.payloadBytes())
        .hopLimit(ttl.isPresent() ? ttl : ping.hopLimit())
        .trafficClass(tos.isPresent() ? checked.trafficClass() : ping.trafficClass())
        .tags(tags.isPresent() ? checked.tags() : ping.tags())
        .build();
  }

  /// Echo servers do not reply to an empty UDP datagram, but hosts reply to an ICMP echo request
  /// without payload. A UDP or TCP probe must contain its line, while an ICMP probe is identified
  /// by its header.
  private static int minBytes(Optional<Target> target) {
    return target.isPresent() && target.get().protocol() == Protocol.ICMP ? 0 : LabText.MIN_BYTES;
  }

  private static String name(String text) {
    if (text.codePointCount(0, text.length()) > MAX_NAME) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " is too long (at most " + MAX_NAME + " characters)");
    }
    if (!text.codePoints().allMatch(GivenText::isVisible)) {
      throw new IllegalArgumentException(GivenText.show(text) + " has unprintable characters");
    }
    return text;
  }

  private static AddressFamily family(String text) {
    for (AddressFamily family : AddressFamily.values()) {
      if (family.name().toLowerCase(Locale.ROOT).equals(text)) {
        return family;
      }
    }
    throw new IllegalArgumentException(
        GivenText.show(text) + " is not a family of addresses (any, ipv4, ipv6)");
  }

  private static Duration duration(String text, Duration shortest) {
    Duration duration;
    try {
      duration = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(GivenText.show(text) + " is " + e.getMessage(), e);
    }
    if (duration.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(GivenText.show(text) + " is too short (more than 0s)");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " is too long (at most " + Durations.format(LONGEST) + ")");
    }
    return duration;
  }

  /// The faults found so far.
  private static final class Check {
    private final List<Fault> faults = new ArrayList<>();

    <G, T> Optional<T> parse(String field, Optional<G> given, Function<G, T> parser) {
      try {
        return given.map(parser);
      } catch (FaultException e) {
        faults.addAll(e.faults());
      } catch (IllegalArgumentException e) {
        faults.add(new Fault(field, e.getMessage()));
      }
      return Optional.empty();
    }

    void range(String field, long given, long min, long max) {
      if (given < min || given > max) {
        String allowed = max == Long.MAX_VALUE ? "at least " + min : min + "-" + max;
        faults.add(new Fault(field, given + " is out of range (" + allowed + ")"));
      }
    }

    void contradiction(Target target, Optional<AddressFamily> family) {
      boolean ipv6 = target.host().indexOf(':') >= 0;
      boolean ipv4 = !ipv6 && isIpv4(target.host());
      if (ipv4 && family.equals(Optional.of(AddressFamily.IPV6))) {
        faults.add(new Fault("family", "ipv6 contradicts the IPv4 address " + target.host()));
      }
      if (ipv6 && family.equals(Optional.of(AddressFamily.IPV4))) {
        faults.add(new Fault("family", "ipv4 contradicts the IPv6 address " + target.host()));
      }
    }

    void end() {
      if (!faults.isEmpty()) {
        throw new FaultException(faults);
      }
    }

    private static boolean isIpv4(String host) {
      return IpLiteral.parse(host).filter(Inet4Address.class::isInstance).isPresent();
    }
  }
}

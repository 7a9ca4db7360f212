package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.ExpectedCodes;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.user.api.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The requested settings of a ping. Limits that depend on the resolved address are in
/// [PingLimits]; this type rejects only what can never run.
///
/// @param name display name; the target's text by default
/// @param interval time between the planned sends of two probes; zero means flood: the next probe
///   is sent as soon as the window of probes in flight allows
/// @param timeout how long a probe may wait for its reply before it counts as lost (Tmax, RFC 7680)
/// @param count number of probes; empty sends until stopped
/// @param payloadBytes UDP or TCP: the whole probe; ICMP: what follows the eight bytes of header
/// @param hopLimit TTL or hop limit to send with; empty means the system's default
/// @param trafficClass the TOS or traffic class byte, 0-255
/// @param mode what a TCP ping measures; present exactly for those, and for greeting protocols
/// @param method the request of an HTTP ping; present exactly for those
/// @param expected codes that count as a reply; present exactly for protocols with codes, see
///   [Protocol#hasCodes()]; the defaults if empty there
/// @param http options of an HTTP ping; [HttpOptions#NONE] for all others. Null becomes that too,
///   because earlier versions did not save it
/// @param pin keep the address for the whole run, even if the name changes
/// @param tags words to group pings by, see [Tags]; null becomes none, because earlier versions
///   knew none
/// @param startedBy who started it; null becomes [Caller#LOCAL], because earlier versions knew no
///   others
public record PingSpec(
    PingId id,
    String name,
    Target target,
    AddressFamily family,
    Duration interval,
    Duration timeout,
    OptionalLong count,
    int payloadBytes,
    OptionalInt hopLimit,
    int trafficClass,
    Optional<TcpMode> mode,
    Optional<HttpMethod> method,
    Optional<ExpectedCodes> expected,
    HttpOptions http,
    boolean pin,
    List<String> tags,
    Caller startedBy) {

  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
  public static final int DEFAULT_PAYLOAD_BYTES = 64;

  public PingSpec {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(target, "target");
    requireNonNull(family, "family");
    requireNonNull(count, "count");
    requireNonNull(hopLimit, "hopLimit");
    requireNonNull(mode, "mode");
    requireNonNull(method, "method");
    requireNonNull(expected, "expected");
    http = http == null ? HttpOptions.NONE : http;
    tags = tags == null ? List.of() : List.copyOf(tags);
    startedBy = startedBy == null ? Caller.LOCAL : startedBy;
    // Greeting pings saved by earlier versions have none.
    expected =
        target.protocol().isGreeting() ? expected.or(() -> usuallyExpected(target)) : expected;
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval is negative: " + interval);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
    if (count.isPresent() && count.getAsLong() < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count.getAsLong());
    }
    if (payloadBytes < 0 || payloadBytes > 65507) {
      throw new IllegalArgumentException("payload out of range: " + payloadBytes);
    }
    if (hopLimit.isPresent() && (hopLimit.getAsInt() < 1 || hopLimit.getAsInt() > 255)) {
      throw new IllegalArgumentException("hop limit out of range: " + hopLimit.getAsInt());
    }
    if ((trafficClass & ~0xff) != 0) {
      throw new IllegalArgumentException("traffic class out of range: " + trafficClass);
    }
    if (mode.isEmpty()
        ? usualMode(target).isPresent()
        : !TcpMode.of(target.protocol()).contains(mode.get())) {
      throw new IllegalArgumentException("not a mode for " + target + ": " + mode);
    }
    if (method.isPresent() != target.protocol().isHttp()
        || expected.isPresent() != target.protocol().hasCodes()) {
      throw new IllegalArgumentException("not for " + target + ": " + method + ", " + expected);
    }
  }

  /// A ping as is usual for its target, to be changed.
  public static PingSpecBuilder of(PingId id, Target target) {
    return new PingSpecBuilder(id, target);
  }

  /// The same ping, to be changed.
  public PingSpecBuilder with() {
    return with(target);
  }

  /// The same ping, started by this caller.
  public PingSpec by(Caller caller) {
    return with().startedBy(caller).build();
  }

  /// The same ping of another target of its kind, after a redirect.
  public PingSpec at(Target other) {
    return with(other).build();
  }

  private PingSpecBuilder with(Target other) {
    return of(id, other)
        .name(name)
        .family(family)
        .interval(interval)
        .timeout(timeout)
        .count(count)
        .payloadBytes(payloadBytes)
        .hopLimit(hopLimit)
        .trafficClass(trafficClass)
        .mode(mode)
        .method(method)
        .expected(expected)
        .http(http)
        .pin(pin)
        .tags(tags)
        .startedBy(startedBy);
  }

  /// Whether both send the same probes at the same times: they differ by names and tags at most.
  public boolean sendsLike(PingSpec other) {
    return other.with().name(name).tags(tags).build().equals(this);
  }

  /// Whether a probe is an SMTP session that switches to TLS. Does not allocate.
  public boolean startsTls() {
    return mode.isPresent() && mode.get() == TcpMode.STARTTLS;
  }

  static Optional<TcpMode> usualMode(Target target) {
    if (target.protocol().isGreeting()) {
      return Optional.of(TcpMode.GREETING);
    }
    return target.protocol() == Protocol.TCP ? Optional.of(TcpMode.CONNECT) : Optional.empty();
  }

  static Optional<HttpMethod> usualMethod(Target target) {
    return target.protocol().isHttp() ? Optional.of(HttpMethod.GET) : Optional.empty();
  }

  static Optional<ExpectedCodes> usuallyExpected(Target target) {
    Protocol protocol = target.protocol();
    return protocol.hasCodes() ? Optional.of(ExpectedCodes.usual(protocol)) : Optional.empty();
  }
}

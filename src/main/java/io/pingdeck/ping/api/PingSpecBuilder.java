package io.pingdeck.ping.api;

import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.ExpectedCodes;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.user.api.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Builds a [PingSpec]. Each method sets the component of its name; unset components have the
/// target's defaults.
public final class PingSpecBuilder {
  private final PingId id;
  private final Target target;
  private String name;
  private AddressFamily family = AddressFamily.ANY;
  private Duration interval = PingSpec.DEFAULT_INTERVAL;
  private Duration timeout = PingSpec.DEFAULT_TIMEOUT;
  private OptionalLong count = OptionalLong.empty();
  private int payloadBytes = PingSpec.DEFAULT_PAYLOAD_BYTES;
  private OptionalInt hopLimit = OptionalInt.empty();
  private int trafficClass;
  private Optional<TcpMode> mode;
  private Optional<HttpMethod> method;
  private Optional<ExpectedCodes> expected;
  private HttpOptions http = HttpOptions.NONE;
  private boolean pin;
  private List<String> tags = List.of();
  private Caller startedBy = Caller.LOCAL;

  PingSpecBuilder(PingId id, Target target) {
    this.id = id;
    this.target = target;
    name = target.toString();
    mode = PingSpec.usualMode(target);
    method = PingSpec.usualMethod(target);
    expected = PingSpec.usuallyExpected(target);
  }

  public PingSpecBuilder name(String value) {
    name = value;
    return this;
  }

  public PingSpecBuilder family(AddressFamily value) {
    family = value;
    return this;
  }

  public PingSpecBuilder interval(Duration value) {
    interval = value;
    return this;
  }

  public PingSpecBuilder timeout(Duration value) {
    timeout = value;
    return this;
  }

  public PingSpecBuilder count(OptionalLong value) {
    count = value;
    return this;
  }

  public PingSpecBuilder payloadBytes(int value) {
    payloadBytes = value;
    return this;
  }

  public PingSpecBuilder hopLimit(OptionalInt value) {
    hopLimit = value;
    return this;
  }

  public PingSpecBuilder trafficClass(int value) {
    trafficClass = value;
    return this;
  }

  public PingSpecBuilder mode(Optional<TcpMode> value) {
    mode = value;
    return this;
  }

  public PingSpecBuilder method(Optional<HttpMethod> value) {
    method = value;
    return this;
  }

  public PingSpecBuilder expected(Optional<ExpectedCodes> value) {
    expected = value;
    return this;
  }

  public PingSpecBuilder http(HttpOptions value) {
    http = value;
    return this;
  }

  public PingSpecBuilder pin(boolean value) {
    pin = value;
    return this;
  }

  public PingSpecBuilder tags(List<String> value) {
    tags = value;
    return this;
  }

  public PingSpecBuilder startedBy(Caller value) {
    startedBy = value;
    return this;
  }

  /// @throws IllegalArgumentException if it can never be run
  public PingSpec build() {
    return new PingSpec(
        id,
        name,
        target,
        family,
        interval,
        timeout,
        count,
        payloadBytes,
        hopLimit,
        trafficClass,
        mode,
        method,
        expected,
        http,
        pin,
        tags,
        startedBy);
  }
}

package io.pingdeck.ping.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Builds a [PingRequest]. Each method sets the component of its name; unset components are absent.
public final class PingFormBuilder {
  private Optional<String> target = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<String> interval = Optional.empty();
  private Optional<String> timeout = Optional.empty();
  private OptionalLong count = OptionalLong.empty();
  private OptionalInt size = OptionalInt.empty();
  private Optional<String> family = Optional.empty();
  private OptionalInt ttl = OptionalInt.empty();
  private OptionalInt tos = OptionalInt.empty();
  private Optional<String> mode = Optional.empty();
  private Optional<String> method = Optional.empty();
  private Optional<String> expect = Optional.empty();
  private Optional<String> queryType = Optional.empty();
  private HttpForm http = HttpForm.EMPTY;
  private boolean pin;
  private Optional<List<String>> tags = Optional.empty();

  public PingFormBuilder target(Optional<String> value) {
    target = value;
    return this;
  }

  public PingFormBuilder name(Optional<String> value) {
    name = value;
    return this;
  }

  public PingFormBuilder tags(Optional<List<String>> value) {
    tags = value;
    return this;
  }

  public PingFormBuilder interval(Optional<String> value) {
    interval = value;
    return this;
  }

  public PingFormBuilder timeout(Optional<String> value) {
    timeout = value;
    return this;
  }

  public PingFormBuilder count(OptionalLong value) {
    count = value;
    return this;
  }

  public PingFormBuilder size(OptionalInt value) {
    size = value;
    return this;
  }

  public PingFormBuilder family(Optional<String> value) {
    family = value;
    return this;
  }

  public PingFormBuilder ttl(OptionalInt value) {
    ttl = value;
    return this;
  }

  public PingFormBuilder tos(OptionalInt value) {
    tos = value;
    return this;
  }

  public PingFormBuilder mode(Optional<String> value) {
    mode = value;
    return this;
  }

  public PingFormBuilder method(Optional<String> value) {
    method = value;
    return this;
  }

  public PingFormBuilder expect(Optional<String> value) {
    expect = value;
    return this;
  }

  public PingFormBuilder queryType(Optional<String> value) {
    queryType = value;
    return this;
  }

  public PingFormBuilder http(HttpForm value) {
    http = value;
    return this;
  }

  public PingFormBuilder pin(boolean value) {
    pin = value;
    return this;
  }

  public PingRequest build() {
    return new PingRequest(
        target, name, interval, timeout, count, size, family, ttl, tos, mode, method, expect,
        queryType, http, pin, tags);
  }
}

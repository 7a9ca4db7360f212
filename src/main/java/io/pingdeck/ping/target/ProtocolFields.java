package io.pingdeck.ping.target;

import io.pingdeck.base.Fault;
import io.pingdeck.base.GivenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Validates the fields of a [io.pingdeck.ping.api.PingRequest] that only some protocols support,
/// for one target.
public final class ProtocolFields {
  private static final Pattern TYPE = Pattern.compile("[?&]type=");

  private final Target target;
  private final List<Fault> faults = new ArrayList<>();

  public ProtocolFields(Target target) {
    this.target = target;
  }

  /// The faults found so far.
  public List<Fault> faults() {
    return faults;
  }

  public Optional<TcpMode> mode(Optional<String> given) {
    List<TcpMode> modes = TcpMode.of(target.protocol());
    boolean allowed = allow("mode", given, modes.size() > 1, "tcp and smtp");
    return allowed ? read("mode", given, text -> mode(modes, text)) : Optional.empty();
  }

  private TcpMode mode(List<TcpMode> modes, String text) {
    String protocol = target.protocol().name();
    return modes.stream()
        .filter(mode -> mode.json().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is not a mode of %s pings (%s)"
                    .formatted(
                        GivenText.show(text),
                        protocol,
                        String.join(", ", modes.stream().map(TcpMode::json).toList()))));
  }

  public Optional<HttpMethod> method(Optional<String> given) {
    boolean allowed = allow("method", given, target.protocol().isHttp(), "http and https");
    return allowed ? read("method", given, ProtocolFields::method) : Optional.empty();
  }

  private static HttpMethod method(String text) {
    for (HttpMethod method : HttpMethod.values()) {
      if (method.name().equals(text.toUpperCase(Locale.ROOT))) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        GivenText.show(text) + " is not a supported method (GET, HEAD, POST)");
  }

  public Optional<ExpectedCodes> expected(Optional<String> given, Optional<TcpMode> mode) {
    Protocol protocol = target.protocol();
    if (given.isPresent() && mode.equals(Optional.of(TcpMode.STARTTLS))) {
      faults.add(new Fault("expect", "is for greetings: leave it out for the mode starttls"));
      return Optional.empty();
    }
    String which = "http, https, dns, smtp, ftp, nntp, pop3 and imap";
    boolean allowed = allow("expect", given, protocol.hasCodes(), which);
    return allowed
        ? read("expect", given, text -> ExpectedCodes.of(protocol, text))
        : Optional.empty();
  }

  /// The target with its query type.
  ///
  /// @param written text of the target, which may contain a type too
  public Target asking(String written, Optional<String> given) {
    boolean allowed = allow("queryType", given, target.protocol() == Protocol.DNS, "dns");
    if (!allowed || given.isEmpty()) {
      return target;
    }
    if (TYPE.matcher(written).find()) {
      faults.add(new Fault("queryType", "is already part of the target: " + target));
    }
    return read("queryType", given, DnsPath::type).map(target::asking).orElse(target);
  }

  public void size(boolean given) {
    allow("size", given, target.protocol().hasPayload(), "udp, tcp and icmp");
  }

  /// The HTTP client cannot set it.
  public void hopLimit(boolean given) {
    allow("ttl", given, !target.protocol().isHttp(), "other");
  }

  private boolean allow(String field, Optional<String> given, boolean has, String which) {
    return allow(field, given.isPresent(), has, which);
  }

  private boolean allow(String field, boolean given, boolean has, String which) {
    if (given && !has) {
      String scheme = target.protocol().scheme();
      String sentence = "is for %s targets only: leave it out for %s".formatted(which, scheme);
      faults.add(new Fault(field, sentence));
    }
    return has;
  }

  private interface Reader<T> {
    T read(String text);
  }

  private <T> Optional<T> read(String field, Optional<String> given, Reader<T> reader) {
    try {
      return given.map(reader::read);
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(field, e.getMessage()));
      return Optional.empty();
    }
  }
}

package io.pingdeck.web.probe;

import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.ping.api.HttpForm;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How `/probe` probes a target. Names are those of the example configuration of blackbox_exporter,
/// where it has one.
enum ProbeModule {
  HTTP_2XX(Protocol.HTTP),
  HTTP_POST_2XX(Protocol.HTTP),
  TCP_CONNECT(Protocol.TCP),
  ICMP(Protocol.ICMP),
  UDP(Protocol.UDP),
  DNS(Protocol.DNS),
  DNS_UDP(Protocol.DNS),
  DNS_TCP(Protocol.DNS),
  SSH_BANNER(Protocol.TCP),
  SMTP_BANNER(Protocol.SMTP),
  SMTP_STARTTLS(Protocol.SMTP),
  FTP_BANNER(Protocol.FTP),
  POP3_BANNER(Protocol.POP3),
  IMAP_BANNER(Protocol.IMAP),
  NNTP_BANNER(Protocol.NNTP),
  TELNET_BANNER(Protocol.TELNET),
  GOPHER_BANNER(Protocol.GOPHER);

  private static final String FIELD = "target";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  private static final String NAMES =
      Arrays.stream(values()).map(ProbeModule::json).collect(Collectors.joining(", "));
  private static final int SSH_PORT = 22;

  private final Protocol protocol;

  ProbeModule(Protocol protocol) {
    this.protocol = protocol;
  }

  /// @throws FaultException if there is no module of that name
  static ProbeModule of(String name) {
    for (ProbeModule module : values()) {
      if (module.json().equals(name)) {
        return module;
      }
    }
    throw new FaultException("module", GivenText.show(name) + " is none of " + NAMES);
  }

  /// The module if none is requested: that of the target's scheme, or HTTP for a bare host.
  static ProbeModule forTarget(String target) {
    int colon = target.indexOf("://");
    String scheme = hasScheme(target) ? target.substring(0, colon).toLowerCase(Locale.ROOT) : "";
    return Arrays.stream(values())
        .filter(module -> module.protocol.scheme().equals(scheme))
        .findFirst()
        .orElse(HTTP_2XX);
  }

  String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  Protocol protocol() {
    return protocol;
  }

  /// The required prefix of the server's greeting; empty accepts anything.
  String greeting() {
    return this == SSH_BANNER ? "SSH-2.0-" : "";
  }

  /// @param written a host with what the module's protocol requires, or a complete target
  /// @throws FaultException with every fault
  PingSpec spec(String written, Optional<Duration> timeout, PingId id) {
    String uri = uri(written);
    Target target = Target.parse(uri);
    boolean isOurs = target.protocol() == protocol || isHttp() && target.protocol().isHttp();
    if (!isOurs) {
      String scheme = target.protocol().scheme();
      throw new FaultException(FIELD, "the module " + json() + " probes no " + scheme + " targets");
    }
    PingRequest form =
        new PingFormBuilder()
            .target(Optional.of(withTransport(target, uri).toString()))
            .timeout(timeout.map(Durations::format))
            .mode(mode().map(TcpMode::json))
            .method(this == HTTP_POST_2XX ? Optional.of("POST") : Optional.empty())
            .expect(isHttp() ? Optional.of("2xx") : Optional.empty())
            .http(isHttp() ? following() : HttpForm.EMPTY)
            .build();
    return form.check(id);
  }

  /// Applies the DNS transport of the module. The target may omit it but must not contradict it.
  private Target withTransport(Target target, String uri) {
    boolean isTold = uri.contains("transport=");
    if (this == DNS_TCP && isTold && !target.isDnsOverTcp()) {
      throw new FaultException(FIELD, "the module dns_tcp asks over TCP");
    }
    if (this == DNS_UDP && target.isDnsOverTcp()) {
      throw new FaultException(FIELD, "the module dns_udp asks over UDP");
    }
    return this == DNS_TCP ? target.overTcp() : target;
  }

  private boolean isHttp() {
    return protocol.isHttp();
  }

  private Optional<TcpMode> mode() {
    if (this == SMTP_STARTTLS) {
      return Optional.of(TcpMode.STARTTLS);
    }
    if (protocol != Protocol.TCP) {
      return Optional.empty();
    }
    return Optional.of(this == SSH_BANNER ? TcpMode.GREETING : TcpMode.CONNECT);
  }

  private static HttpForm following() {
    return new HttpForm(
        OptionalInt.of(HttpOptions.MAX_FOLLOW),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static boolean hasScheme(String target) {
    return SCHEME.matcher(target).lookingAt();
  }

  private String uri(String written) {
    if (hasScheme(written)) {
      return written;
    }
    int end = 0;
    while (end < written.length() && "/?#".indexOf(written.charAt(end)) < 0) {
      end++;
    }
    String authority = inBrackets(written.substring(0, end));
    boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
    String port = this == SSH_BANNER && !hasPort ? ":" + SSH_PORT : "";
    return protocol.scheme() + "://" + authority + port + written.substring(end);
  }

  /// A bare IPv6 address has at least two colons, while host and port are separated by one.
  private static String inBrackets(String authority) {
    boolean isBare =
        !authority.startsWith("[") && authority.indexOf(':') != authority.lastIndexOf(':');
    return isBare ? "[" + authority + "]" : authority;
  }
}

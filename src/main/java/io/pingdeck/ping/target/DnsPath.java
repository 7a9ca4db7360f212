package io.pingdeck.ping.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.pingdeck.base.GivenText;
import io.pingdeck.packet.dns.DnsQuestion;
import io.pingdeck.packet.dns.DnsType;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The path of a DNS [Target]: `/example.org?type=AAAA&transport=tcp`. The defaults, type A and
/// transport UDP, are omitted.
///
/// @param overTcp query over TCP (RFC 7766) instead of UDP
record DnsPath(DnsQuestion question, boolean overTcp) {
  private static final DnsType USUAL_TYPE = DnsType.A;
  private static final String TYPE = "type";
  private static final String TRANSPORT = "transport";
  private static final String TCP = TRANSPORT + "=tcp";
  private static final Pattern PATH = Pattern.compile("/([^?#]*)(?:\\?([^#]*))?");
  private static final Pattern NO_NAME = Pattern.compile("/?(\\?.*)?");

  DnsPath {
    requireNonNull(question, "question");
  }

  /// @param written starts with the slash
  /// @throws IllegalArgumentException with a message for users
  static DnsPath read(String written) {
    Matcher parts = PATH.matcher(written);
    if (NO_NAME.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "dns needs a name to query: dns://192.0.2.1/example.org?type=AAAA");
    }
    if (!parts.matches()) {
      throw noQuestion(written);
    }
    Map<String, String> parameters = parameters(written, parts.group(2));
    DnsType type = parameters.containsKey(TYPE) ? type(parameters.get(TYPE)) : USUAL_TYPE;
    boolean overTcp = parameters.containsKey(TRANSPORT) && isTcp(parameters.get(TRANSPORT));
    try {
      String name = HostGrammar.asciiLabels(decoded(parts.group(1)));
      return new DnsPath(DnsQuestion.of(name, type), overTcp);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          GivenText.show(parts.group(1)) + " is not a name to query: " + e.getMessage(), e);
    }
  }

  /// @param query the text after the `?`; null if there is none
  private static Map<String, String> parameters(String written, String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = parameter.substring(0, Math.max(0, equals));
      boolean isKnown = name.equals(TYPE) || name.equals(TRANSPORT);
      if (!isKnown || parameters.put(name, parameter.substring(equals + 1)) != null) {
        throw noQuestion(written);
      }
    }
    return parameters;
  }

  private static IllegalArgumentException noQuestion(String written) {
    return new IllegalArgumentException(
        GivenText.show(written)
            + " is not a question: /example.org or /example.org?type=AAAA&transport=tcp");
  }

  private static boolean isTcp(String transport) {
    return switch (transport.toLowerCase(Locale.ROOT)) {
      case "udp" -> false;
      case "tcp" -> true;
      default ->
          throw new IllegalArgumentException(
              GivenText.show(transport) + " is not a transport of DNS pings (udp, tcp)");
    };
  }

  /// @return the type with this name, ignoring case
  static DnsType type(String written) {
    for (DnsType type : DnsType.values()) {
      if (type.name().equals(written.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        GivenText.show(written)
            + " is not a supported query type ("
            + String.join(", ", Arrays.stream(DnsType.values()).map(DnsType::name).toList())
            + ")");
  }

  /// Browsers and URI libraries write other alphabets as percent-encoded UTF-8.
  private static String decoded(String name) {
    try {
      return name.indexOf('%') < 0 ? name : URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a % needs two hexadecimal digits behind it", e);
    }
  }

  /// Whether a parsed path uses TCP. Called for each probe, so it does not allocate.
  static boolean isOverTcp(String path) {
    return path.endsWith(TCP); // a name contains no =
  }

  DnsPath asking(DnsType type) {
    return new DnsPath(new DnsQuestion(question.name(), type), overTcp);
  }

  /// The form stored in a target.
  String text() {
    String type = question.type() == USUAL_TYPE ? "" : TYPE + "=" + question.type();
    String transport = overTcp ? TCP : "";
    String between = type.isEmpty() || transport.isEmpty() ? "" : "&";
    String query = type + between + transport;
    return "/" + question.name() + (query.isEmpty() ? "" : "?" + query);
  }
}

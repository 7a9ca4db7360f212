package io.pingdeck.cli.print;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.dns.DnsRcode;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.TlsFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Formats the content of a reply as text.
final class AnswerText {
  private AnswerText() {}

  static String of(Response answer) {
    return switch (answer) {
      case Response.Http http -> of(http);
      case Response.Tls(TlsFault fault, Optional<Instant> expiry, Optional<String> alert) ->
          of(fault)
              + alert.map(name -> ": " + name).orElse("")
              + expiry.map(at -> " (" + certificate(at) + ")").orElse("");
      case Response.Dns(int rcode, int answers, boolean truncated, OptionalLong after, _, _) ->
          DnsRcode.name(rcode)
              + (answers == 1 ? ", 1 record" : ", " + answers + " records")
              + (truncated ? ", truncated" : "")
              + (after.isPresent() ? " after " + RttText.format(after.getAsLong()) : "");
      case Response.Smtp smtp -> of(smtp);
      case Response.Banner(String text) -> "\"" + text + "\"";
      case Response.Echo(String text) -> "\"" + text + "\"";
      case Response.Malformed(String reason) -> reason;
      case Response.From(Endpoint from) -> "answered by " + from.host();
    };
  }

  private static String of(Response.Http http) {
    OptionalLong tls = http.tlsNanos();
    return "status="
        + http.status()
        + " (connect "
        + RttText.format(http.connectNanos())
        + (tls.isPresent() ? ", TLS " + RttText.format(tls.getAsLong()) : "")
        + ", first byte "
        + RttText.format(http.firstByteNanos())
        + ", total "
        + RttText.format(http.totalNanos())
        + http.certificateExpiry().map(at -> "; " + certificate(at)).orElse("")
        + redirects(http)
        + ")"
        + http.reason().map(reason -> ": " + reason).orElse("");
  }

  private static String of(Response.Smtp smtp) {
    return smtp.reason()
        + (smtp.reason().isEmpty() || smtp.said().isEmpty() ? "" : ": ")
        + (smtp.said().isEmpty() ? "" : "\"" + smtp.said() + "\"")
        + smtp.tls()
            .map(tls -> " (" + tls.version() + ", " + certificate(tls.certificateExpiry()) + ")")
            .orElse("");
  }

  private static String redirects(Response.Http http) {
    return switch (http.redirects()) {
      case 0 -> "";
      case 1 -> "; 1 redirect" + (http.leftTls() ? ", to an unencrypted URL" : "");
      default ->
          "; "
              + http.redirects()
              + " redirects"
              + (http.leftTls() ? ", to an unencrypted URL" : "");
    };
  }

  private static String of(TlsFault fault) {
    return switch (fault) {
      case UNTRUSTED -> "certificate signed by an unknown authority";
      case EXPIRED -> "certificate expired or not yet valid";
      case NAME_MISMATCH -> "certificate is for a different host name";
      case ALERT -> "server aborted the handshake with an alert";
      case PROTOCOL -> "no common TLS version or cipher, or not a TLS server";
      case UNFINISHED -> "TLS handshake timed out";
    };
  }

  private static String certificate(Instant expiry) {
    long days = Duration.between(Instant.now(), expiry).toDays();
    return days < 0
        ? "certificate expired " + -days + " days ago"
        : "certificate for " + days + " days";
  }
}

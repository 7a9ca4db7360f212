package io.pingdeck.stats.api;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.dns.DnsRcode;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.TlsFault;
import java.util.Optional;

/// Describes why a probe got no expected reply: `HTTP 404`, `port unreachable from 10.0.0.1`.
public final class OutcomeWords {
  private static final int MAX = 120;

  private OutcomeWords() {}

  /// For a sample that is no longer stored, of which only the outcome is known.
  public static String of(Outcome outcome) {
    return switch (outcome) {
      case REPLY -> "reply";
      case LATE -> "late reply";
      case LOST -> "no reply";
      case ICMP_ERROR -> "ICMP error";
      case REFUSED -> "refused";
      case RESET -> "reset";
      case SERVER_LOST -> "dropped by the server on purpose";
      case SEND_FAILED -> "not sent";
      case RESOLVE_FAILED -> "not sent: the name cannot be resolved";
      case UNEXPECTED -> "unexpected reply";
      case TLS_FAILED -> "TLS failed";
      case FLOODED -> "reply too large";
      case MALFORMED -> "malformed reply";
    };
  }

  /// A count with its outcome: `1 reply`, `2 ICMP errors`.
  public static String of(Outcome outcome, long count) {
    String one = count == 1 ? "" : "s";
    String reply = count == 1 ? "reply" : "replies";
    return count
        + " "
        + switch (outcome) {
          case REPLY -> reply;
          case LATE -> "late";
          case LOST -> "lost";
          case ICMP_ERROR -> "ICMP error" + one;
          case REFUSED -> "refused";
          case RESET -> "reset";
          case SERVER_LOST -> "dropped by the server on purpose";
          case SEND_FAILED, RESOLVE_FAILED -> "could not be sent";
          case UNEXPECTED -> "unexpected " + reply;
          case TLS_FAILED -> "TLS failure" + one;
          case FLOODED -> reply + " too large";
          case MALFORMED -> "malformed " + reply;
        };
  }

  /// Describes an outcome with the details of its sample.
  public static String of(
      Outcome outcome, int errno, Optional<IcmpError> icmp, Optional<Response> answer) {
    String words = of(outcome);
    return switch (outcome) {
      case ICMP_ERROR -> icmp.map(error -> error.name() + " from " + error.sender()).orElse(words);
      case RESET -> errno == Errno.ENODATA ? "closed before the reply" : words;
      case SEND_FAILED -> words + ": " + Errno.describe(errno);
      case UNEXPECTED, TLS_FAILED, MALFORMED ->
          answer.map(said -> cut(of(said, words))).orElse(words);
      default -> words;
    };
  }

  private static String of(Response answer, String words) {
    return switch (answer) {
      case Response.Http http -> "HTTP " + http.status();
      case Response.Dns dns -> DnsRcode.name(dns.rcode());
      case Response.Tls tls ->
          "TLS: " + tls.alert().map(alert -> "alert " + alert).orElse(of(tls.fault()));
      case Response.Smtp smtp -> smtp.reason().isEmpty() ? words : smtp.reason();
      case Response.Banner banner -> words + " \"" + banner.text() + '"';
      case Response.Echo echo -> words + " \"" + echo.text() + '"';
      case Response.Malformed malformed -> words + ": " + malformed.reason();
      case Response.From from -> words + " from " + from.from().host();
    };
  }

  private static String of(TlsFault fault) {
    return switch (fault) {
      case UNTRUSTED -> "certificate untrusted";
      case EXPIRED -> "certificate expired or not yet valid";
      case NAME_MISMATCH -> "certificate for a different host name";
      case PROTOCOL -> "no common protocol";
      case ALERT -> "alert from the server";
      case UNFINISHED -> "TLS handshake timed out";
    };
  }

  private static String cut(String text) {
    return text.length() <= MAX ? text : text.substring(0, MAX - 1) + '…';
  }
}

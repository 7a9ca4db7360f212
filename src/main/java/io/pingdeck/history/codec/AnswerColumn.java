package io.pingdeck.history.codec;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sample.TlsFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Encodes the replies of a [SampleBlock]. The part of a reply that repeats between samples gets an
/// index. The first use of an index is followed by that part; the times follow in every case.
///
/// ```
/// kind    1 none, 2 HTTP, 3 DNS, 4 banner, 5 TLS, 6 malformed, 7 TLS with an alert, 8 HTTP with
///         more fields, 9 address of the responder; run-length encoded: length, kind
/// index   of the repeating part
///         HTTP: status, certificate expiry; with more fields also: redirects, whether TLS was
///         left, reason
///         DNS: rcode, answers, truncated
///         banner, malformed: length and characters of the text
///         TLS: fault, certificate expiry, and length and characters of the alert
///         responder: the address
/// times   HTTP: connect, TLS, first byte, total; DNS: after
/// ```
///
/// A certificate's expiry is 0 if there is none, otherwise 1 and seconds since 1970 UTC. An
/// optional time is encoded in the same way.
final class AnswerColumn {
  private static final int NOTHING = 1;
  private static final int HTTP = 2;
  private static final int DNS = 3;
  private static final int BANNER = 4;
  private static final int TLS = 5;
  private static final int MALFORMED = 6;
  private static final int TLS_ALERT = 7;
  private static final int HTTP_MORE = 8;
  private static final int FROM = 9;
  private static final TlsFault[] FAULTS = TlsFault.values();

  private AnswerColumn() {}

  static void write(SampleColumns c, VarWriter out) {
    if (!hasAnswer(c)) {
      return;
    }
    int i = 0;
    while (i < c.size) {
      int end = i + 1;
      while (end < c.size && kind(c.answers[end]) == kind(c.answers[i])) {
        end++;
      }
      out.unsigned(end - i);
      out.unsigned(kind(c.answers[i]));
      i = end;
    }
    Map<Response, Integer> known = new HashMap<>();
    for (int k = 0; k < c.size; k++) {
      if (c.answers[k] != null) {
        write(c.answers[k], known, out);
      }
    }
  }

  private static boolean hasMore(Response.Http http) {
    return http.redirects() > 0 || http.leftTls() || http.reason().isPresent();
  }

  private static boolean hasAnswer(SampleColumns c) {
    for (int i = 0; i < c.size; i++) {
      if (c.answers[i] != null) {
        return true;
      }
    }
    return false;
  }

  /// The part of a reply that is stored. Nothing for an echo, because every text differs. For a
  /// mail session, what the server said.
  static Response stored(Response answer) {
    return switch (answer) {
      case Response.Echo _ -> null;
      case Response.Smtp smtp -> smtp.said().isEmpty() ? null : new Response.Banner(smtp.said());
      case null, default -> answer;
    };
  }

  private static int kind(Response answer) {
    return switch (answer) {
      case null -> NOTHING;
      case Response.Http http -> hasMore(http) ? HTTP_MORE : HTTP;
      case Response.Dns _ -> DNS;
      case Response.Banner _ -> BANNER;
      case Response.Tls tls -> tls.alert().isPresent() ? TLS_ALERT : TLS;
      case Response.Malformed _ -> MALFORMED;
      case Response.From _ -> FROM;
      case Response.Echo _, Response.Smtp _ -> NOTHING;
    };
  }

  private static void write(Response answer, Map<Response, Integer> known, VarWriter out) {
    Response timeless = timeless(answer);
    Integer index = known.putIfAbsent(timeless, known.size());
    out.unsigned(index == null ? known.size() - 1 : index);
    if (index == null) {
      writeTimeless(timeless, out);
    }
    switch (answer) {
      case Response.Http http -> {
        out.unsigned(http.connectNanos());
        write(http.tlsNanos(), out);
        out.unsigned(http.firstByteNanos());
        out.unsigned(http.totalNanos());
      }
      case Response.Dns dns -> write(dns.afterNanos(), out);
      case Response.Banner _,
          Response.Tls _,
          Response.Smtp _,
          Response.Malformed _,
          Response.From _,
          Response.Echo _ -> {}
    }
  }

  /// The repeating part of a reply.
  private static Response timeless(Response answer) {
    return switch (answer) {
      case Response.Http http ->
          new Response.Http(
              http.status(),
              0,
              OptionalLong.empty(),
              0,
              0,
              http.certificateExpiry(),
              http.redirects(),
              http.leftTls(),
              http.reason());
      case Response.Dns dns ->
          new Response.Dns(dns.rcode(), dns.answers(), dns.truncated(), OptionalLong.empty());
      case Response.Banner _,
          Response.Tls _,
          Response.Smtp _,
          Response.Malformed _,
          Response.From _,
          Response.Echo _ ->
          answer;
    };
  }

  private static void writeTimeless(Response answer, VarWriter out) {
    switch (answer) {
      case Response.Http http -> {
        out.unsigned(http.status());
        write(seconds(http.certificateExpiry()), out);
        if (hasMore(http)) {
          out.unsigned(http.redirects());
          out.unsigned(http.leftTls() ? 1 : 0);
          write(http.reason().orElse(""), out);
        }
      }
      case Response.Dns dns -> {
        out.unsigned(dns.rcode());
        out.unsigned(dns.answers());
        out.unsigned(dns.truncated() ? 1 : 0);
      }
      case Response.Banner(String text) -> write(text, out);
      case Response.Malformed(String reason) -> write(reason, out);
      case Response.Echo _, Response.Smtp _ ->
          throw new IllegalArgumentException("not stored: " + answer);
      case Response.From(Endpoint from) -> {
        out.fixed(from.high());
        out.fixed(from.low());
      }
      case Response.Tls(TlsFault fault, Optional<Instant> expiry, Optional<String> alert) -> {
        out.unsigned(fault.ordinal());
        write(seconds(expiry), out);
        alert.ifPresent(name -> write(name, out));
      }
    }
  }

  private static void write(String text, VarWriter out) {
    out.unsigned(text.length());
    text.chars().forEach(out::unsigned);
  }

  private static OptionalLong seconds(Optional<Instant> expiry) {
    return expiry.map(at -> OptionalLong.of(at.getEpochSecond())).orElse(OptionalLong.empty());
  }

  private static void write(OptionalLong value, VarWriter out) {
    out.unsigned(value.isPresent() ? 1 : 0);
    value.ifPresent(out::signed);
  }

  static void read(VarReader in, SampleColumns c, int start) {
    int[] kinds = new int[c.size - start];
    int i = 0;
    while (in.hasMore() && i < kinds.length) {
      int end = i + in.small();
      int kind = in.small();
      if (end <= i || end > kinds.length) {
        throw new IndexOutOfBoundsException("not a run: " + (end - i));
      }
      for (; i < end; i++) {
        kinds[i] = kind;
      }
    }
    List<Response> known = new ArrayList<>();
    for (int k = 0; k < kinds.length; k++) {
      c.answers[start + k] = kinds[k] <= NOTHING ? null : read(in, kinds[k], known);
    }
  }

  private static Response read(VarReader in, int kind, List<Response> known) {
    int index = in.small();
    if (index == known.size()) {
      known.add(readTimeless(in, kind));
    }
    return switch (known.get(index)) {
      case Response.Http http ->
          new Response.Http(
              http.status(),
              in.unsigned(),
              readOptional(in),
              in.unsigned(),
              in.unsigned(),
              http.certificateExpiry(),
              http.redirects(),
              http.leftTls(),
              http.reason());
      case Response.Dns dns ->
          new Response.Dns(dns.rcode(), dns.answers(), dns.truncated(), readOptional(in));
      case Response.Banner banner -> banner;
      case Response.Tls tls -> tls;
      case Response.Malformed malformed -> malformed;
      case Response.Echo echo -> echo;
      case Response.Smtp smtp -> smtp;
      case Response.From from -> from;
    };
  }

  private static Response readTimeless(VarReader in, int kind) {
    return switch (kind) {
      case HTTP -> new Response.Http(in.small(), 0, OptionalLong.empty(), 0, 0, readInstant(in));
      case HTTP_MORE ->
          new Response.Http(
              in.small(),
              0,
              OptionalLong.empty(),
              0,
              0,
              readInstant(in),
              in.small(),
              in.small() == 1,
              Optional.of(readText(in)).filter(reason -> !reason.isEmpty()));
      case DNS -> new Response.Dns(in.small(), in.small(), in.small() == 1, OptionalLong.empty());
      case BANNER -> new Response.Banner(readText(in));
      case TLS -> new Response.Tls(FAULTS[in.small()], readInstant(in));
      case TLS_ALERT ->
          new Response.Tls(FAULTS[in.small()], readInstant(in), Optional.of(readText(in)));
      case MALFORMED -> new Response.Malformed(readText(in));
      case FROM -> new Response.From(new Endpoint(in.fixed(), in.fixed(), 0, 0));
      default -> throw new IndexOutOfBoundsException("not a kind of answer: " + kind);
    };
  }

  private static String readText(VarReader in) {
    StringBuilder text = new StringBuilder();
    for (int rest = in.count(Byte.SIZE); rest > 0; rest--) {
      text.append((char) in.small());
    }
    return text.toString();
  }

  private static OptionalLong readOptional(VarReader in) {
    return in.unsigned() == 1 ? OptionalLong.of(in.signed()) : OptionalLong.empty();
  }

  private static Optional<Instant> readInstant(VarReader in) {
    OptionalLong seconds = readOptional(in);
    return seconds.isPresent()
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }
}

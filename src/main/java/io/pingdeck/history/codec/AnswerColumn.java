package io.pingdeck.history.codec;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.Answer;
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

  static void write(PingColumns c, VarWriter out) {
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
    Map<Answer, Integer> known = new HashMap<>();
    for (int k = 0; k < c.size; k++) {
      if (c.answers[k] != null) {
        write(c.answers[k], known, out);
      }
    }
  }

  private static boolean hasMore(Answer.Http http) {
    return http.redirects() > 0 || http.leftTls() || http.reason().isPresent();
  }

  private static boolean hasAnswer(PingColumns c) {
    for (int i = 0; i < c.size; i++) {
      if (c.answers[i] != null) {
        return true;
      }
    }
    return false;
  }

  /// The part of a reply that is stored. Nothing for an echo, because every text differs. For a
  /// mail session, what the server said.
  static Answer stored(Answer answer) {
    return switch (answer) {
      case Answer.Echo _ -> null;
      case Answer.Smtp smtp -> smtp.said().isEmpty() ? null : new Answer.Banner(smtp.said());
      case null, default -> answer;
    };
  }

  private static int kind(Answer answer) {
    return switch (answer) {
      case null -> NOTHING;
      case Answer.Http http -> hasMore(http) ? HTTP_MORE : HTTP;
      case Answer.Dns _ -> DNS;
      case Answer.Banner _ -> BANNER;
      case Answer.Tls tls -> tls.alert().isPresent() ? TLS_ALERT : TLS;
      case Answer.Malformed _ -> MALFORMED;
      case Answer.From _ -> FROM;
      case Answer.Echo _, Answer.Smtp _ -> NOTHING;
    };
  }

  private static void write(Answer answer, Map<Answer, Integer> known, VarWriter out) {
    Answer timeless = timeless(answer);
    Integer index = known.putIfAbsent(timeless, known.size());
    out.unsigned(index == null ? known.size() - 1 : index);
    if (index == null) {
      writeTimeless(timeless, out);
    }
    switch (answer) {
      case Answer.Http http -> {
        out.unsigned(http.connectNanos());
        write(http.tlsNanos(), out);
        out.unsigned(http.firstByteNanos());
        out.unsigned(http.totalNanos());
      }
      case Answer.Dns dns -> write(dns.afterNanos(), out);
      case Answer.Banner _,
          Answer.Tls _,
          Answer.Smtp _,
          Answer.Malformed _,
          Answer.From _,
          Answer.Echo _ -> {}
    }
  }

  /// The repeating part of a reply.
  private static Answer timeless(Answer answer) {
    return switch (answer) {
      case Answer.Http http ->
          new Answer.Http(
              http.status(),
              0,
              OptionalLong.empty(),
              0,
              0,
              http.certificateExpiry(),
              http.redirects(),
              http.leftTls(),
              http.reason());
      case Answer.Dns dns ->
          new Answer.Dns(dns.rcode(), dns.answers(), dns.truncated(), OptionalLong.empty());
      case Answer.Banner _,
          Answer.Tls _,
          Answer.Smtp _,
          Answer.Malformed _,
          Answer.From _,
          Answer.Echo _ ->
          answer;
    };
  }

  private static void writeTimeless(Answer answer, VarWriter out) {
    switch (answer) {
      case Answer.Http http -> {
        out.unsigned(http.status());
        write(seconds(http.certificateExpiry()), out);
        if (hasMore(http)) {
          out.unsigned(http.redirects());
          out.unsigned(http.leftTls() ? 1 : 0);
          write(http.reason().orElse(""), out);
        }
      }
      case Answer.Dns dns -> {
        out.unsigned(dns.rcode());
        out.unsigned(dns.answers());
        out.unsigned(dns.truncated() ? 1 : 0);
      }
      case Answer.Banner(String text) -> write(text, out);
      case Answer.Malformed(String reason) -> write(reason, out);
      case Answer.Echo _, Answer.Smtp _ ->
          throw new IllegalArgumentException("not stored: " + answer);
      case Answer.From(Endpoint from) -> {
        out.fixed(from.high());
        out.fixed(from.low());
      }
      case Answer.Tls(TlsFault fault, Optional<Instant> expiry, Optional<String> alert) -> {
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

  static void read(VarReader in, PingColumns c, int start) {
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
    List<Answer> known = new ArrayList<>();
    for (int k = 0; k < kinds.length; k++) {
      c.answers[start + k] = kinds[k] <= NOTHING ? null : read(in, kinds[k], known);
    }
  }

  private static Answer read(VarReader in, int kind, List<Answer> known) {
    int index = in.small();
    if (index == known.size()) {
      known.add(readTimeless(in, kind));
    }
    return switch (known.get(index)) {
      case Answer.Http http ->
          new Answer.Http(
              http.status(),
              in.unsigned(),
              readOptional(in),
              in.unsigned(),
              in.unsigned(),
              http.certificateExpiry(),
              http.redirects(),
              http.leftTls(),
              http.reason());
      case Answer.Dns dns ->
          new Answer.Dns(dns.rcode(), dns.answers(), dns.truncated(), readOptional(in));
      case Answer.Banner banner -> banner;
      case Answer.Tls tls -> tls;
      case Answer.Malformed malformed -> malformed;
      case Answer.Echo echo -> echo;
      case Answer.Smtp smtp -> smtp;
      case Answer.From from -> from;
    };
  }

  private static Answer readTimeless(VarReader in, int kind) {
    return switch (kind) {
      case HTTP -> new Answer.Http(in.small(), 0, OptionalLong.empty(), 0, 0, readInstant(in));
      case HTTP_MORE ->
          new Answer.Http(
              in.small(),
              0,
              OptionalLong.empty(),
              0,
              0,
              readInstant(in),
              in.small(),
              in.small() == 1,
              Optional.of(readText(in)).filter(reason -> !reason.isEmpty()));
      case DNS -> new Answer.Dns(in.small(), in.small(), in.small() == 1, OptionalLong.empty());
      case BANNER -> new Answer.Banner(readText(in));
      case TLS -> new Answer.Tls(FAULTS[in.small()], readInstant(in));
      case TLS_ALERT ->
          new Answer.Tls(FAULTS[in.small()], readInstant(in), Optional.of(readText(in)));
      case MALFORMED -> new Answer.Malformed(readText(in));
      case FROM -> new Answer.From(new Endpoint(in.fixed(), in.fixed(), 0, 0));
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

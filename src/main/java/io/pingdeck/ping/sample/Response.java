package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The content of an answer, for protocols with more to report than the round trip.
public sealed interface Response {
  /// The same answer with the time since its probe was sent.
  default Response after(long nanos) {
    return this;
  }

  /// An HTTP response; with redirects, the last one.
  ///
  /// @param status three digits, 0-999: RFC 9110 section 15 defines 100-599, and servers send
  ///   others
  /// @param connectNanos the TCP handshake
  /// @param tlsNanos the TLS handshake, present exactly for https
  /// @param firstByteNanos from sending the request to the head of the response
  /// @param totalNanos from the start of the TCP handshake to the end of the body, or to the point
  ///   where reading was abandoned
  /// @param certificateExpiry expiry of the server's certificate, present exactly for https
  /// @param redirects number of redirects followed; the times then cover all requests
  /// @param leftTls whether a redirect led from https to http
  /// @param reason why it is unexpected apart from its status; empty if it is as expected
  /// @param details present only for a ping of one probe; not stored
  record Http(
      int status,
      long connectNanos,
      OptionalLong tlsNanos,
      long firstByteNanos,
      long totalNanos,
      Optional<Instant> certificateExpiry,
      int redirects,
      boolean leftTls,
      Optional<String> reason,
      Optional<HttpDetails> details)
      implements Response {
    public Http(
        int status,
        long connectNanos,
        OptionalLong tlsNanos,
        long firstByteNanos,
        long totalNanos,
        Optional<Instant> certificateExpiry,
        int redirects,
        boolean leftTls,
        Optional<String> reason) {
      this(
          status,
          connectNanos,
          tlsNanos,
          firstByteNanos,
          totalNanos,
          certificateExpiry,
          redirects,
          leftTls,
          reason,
          Optional.empty());
    }

    public Http(
        int status,
        long connectNanos,
        OptionalLong tlsNanos,
        long firstByteNanos,
        long totalNanos,
        Optional<Instant> certificateExpiry) {
      this(
          status,
          connectNanos,
          tlsNanos,
          firstByteNanos,
          totalNanos,
          certificateExpiry,
          0,
          false,
          Optional.empty());
    }

    public Http {
      requireNonNull(reason, "reason");
      requireNonNull(details, "details");
      requireNonNull(tlsNanos, "tlsNanos");
      requireNonNull(certificateExpiry, "certificateExpiry");
      if (status < 0 || status > 999) {
        throw new IllegalArgumentException("not a status: " + status);
      }
    }
  }

  /// A failed TLS handshake.
  ///
  /// @param certificateExpiry expiry of the presented certificate, possibly in the past; empty if
  ///   none was presented
  /// @param alert name of the alert with which the server ended it (RFC 8446 section 6):
  ///   `certificate_required`
  record Tls(TlsFault fault, Optional<Instant> certificateExpiry, Optional<String> alert)
      implements Response {
    public Tls {
      requireNonNull(fault, "fault");
      requireNonNull(certificateExpiry, "certificateExpiry");
      requireNonNull(alert, "alert");
    }

    /// A handshake ended by this side.
    public Tls(TlsFault fault, Optional<Instant> certificateExpiry) {
      this(fault, certificateExpiry, Optional.empty());
    }
  }

  /// A session with a mail server that should upgrade to TLS. For sessions that did not succeed,
  /// the server's text is stored; nothing else is.
  ///
  /// @param reason where it ended, as text of Pingdeck; empty if it succeeded
  /// @param said the greeting, or the last reply, as in [Banner]; empty if there is none
  /// @param tls empty without a TLS handshake
  record Smtp(String reason, String said, Optional<TlsDetails> tls) implements Response {
    public Smtp {
      requireNonNull(reason, "reason");
      requireNonNull(said, "said");
      requireNonNull(tls, "tls");
    }
  }

  /// A DNS response (RFC 1035 section 4.1.1).
  ///
  /// @param rcode the response code, 0-15
  /// @param answers number of records in the answer section, 0-65535
  /// @param truncated the server reports that the answer is truncated: over UDP it did not fit in
  ///   the datagram
  /// @param afterNanos time from its query, or over TCP from its SYN, to its arrival; empty if the
  ///   sample has an RTT
  /// @param authorities number of records in the authority section, 0-65535; not stored, 0 in an
  ///   answer from history
  /// @param additionals number of records in the additional section, 0-65535; not stored either
  record Dns(
      int rcode,
      int answers,
      boolean truncated,
      OptionalLong afterNanos,
      int authorities,
      int additionals)
      implements Response {
    public Dns(int rcode, int answers, boolean truncated, OptionalLong afterNanos) {
      this(rcode, answers, truncated, afterNanos, 0, 0);
    }

    public Dns {
      requireNonNull(afterNanos, "afterNanos");
      if ((rcode & ~0xf) != 0 || ((answers | authorities | additionals) & ~0xffff) != 0) {
        throw new IllegalArgumentException("not of DNS: " + rcode + ", " + answers);
      }
    }

    @Override
    public Dns after(long nanos) {
      return new Dns(rcode, answers, truncated, OptionalLong.of(nanos), authorities, additionals);
    }
  }

  /// The source of an answer to a probe of an anycast address: a different address by definition
  /// (RFC 4291 section 2.6.1, RFC 4443 section 4.2).
  ///
  /// @param from the port is 0
  record From(Endpoint from) implements Response {
    public From {
      requireNonNull(from, "from");
    }
  }

  /// The first text sent by a server.
  ///
  /// @param text printable ASCII, with everything else escaped; if truncated, it ends in `…`
  record Banner(String text) implements Response {
    public Banner {
      requireNonNull(text, "text");
    }
  }

  /// The text returned by an echo server. It is present only in live samples and is not stored.
  ///
  /// @param text as in [Banner]
  record Echo(String text) implements Response {
    public Echo {
      requireNonNull(text, "text");
    }
  }

  /// An answer that violates its protocol, or is incomplete.
  ///
  /// @param reason how, as text of at most [#MAX_REASON] characters; control characters are
  ///   replaced by `?`; if truncated, it ends in `…`
  record Malformed(String reason) implements Response {
    public static final int MAX_REASON = 200;

    private static final Pattern HIDDEN = Pattern.compile("\\p{Cntrl}|\\p{Cf}|\\p{Cs}");

    public Malformed {
      requireNonNull(reason, "reason");
      if (reason.length() > MAX_REASON) {
        reason = reason.substring(0, MAX_REASON - 1) + '…';
      }
      reason = HIDDEN.matcher(reason).replaceAll("?");
    }
  }
}

package io.pingdeck.ping.http;

import io.pingdeck.ping.sample.HttpDetails;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.ArrivalClock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The phases of one exchange, each from the best clock there is: the TCP handshake from the
/// kernel's, the end of head and body from the kernel's stamps of the bytes that brought them, what
/// this side does (asking for the SYN, TLS, sending the request) from the process's.
final class HttpTimes {
  private final ArrivalClock clock;
  private long begunNanos;
  private long connectedNanos;
  private long securedNanos;
  private long sentNanos;
  private long headNanos;
  private long arrivedNanos = Long.MIN_VALUE;
  private boolean sent;
  private boolean hasHead;
  private RttSource source = RttSource.PROCESS;

  HttpTimes(ArrivalClock clock) {
    this.clock = clock;
  }

  void begun(long nanos) {
    begunNanos = nanos;
  }

  /// @param handshakeNanos by the kernel's clock; 0 if it does not say
  void connected(long handshakeNanos) {
    long own = clock.nanoTime() - begunNanos;
    boolean isKernels = handshakeNanos > 0 && handshakeNanos <= own;
    connectedNanos = begunNanos + (isKernels ? handshakeNanos : own);
  }

  void secured() {
    securedNanos = clock.nanoTime();
  }

  /// Only the first byte's time counts.
  void sending() {
    if (!sent) {
      sent = true;
      sentNanos = clock.nanoTime();
    }
  }

  /// @param stampEpochNanos 0 if there is none
  void arrived(long stampEpochNanos) {
    long earliest = sent ? sentNanos : begunNanos;
    // Parts that were read at once have one stamp, and putting it on this clock is not exact.
    arrivedNanos = Math.max(arrivedNanos, clock.arrivedNanos(stampEpochNanos, earliest));
    source = clock.source();
  }

  /// With what arrived last the head is whole; only the first time counts.
  void head() {
    if (!hasHead) {
      hasHead = true;
      headNanos = arrivedNanos;
    }
  }

  /// Where the total's end is from.
  RttSource source() {
    return source;
  }

  Response.Http answer(
      int status, Optional<Instant> expiry, boolean secure, Optional<HttpDetails> details) {
    return new Response.Http(
        status,
        connectedNanos - begunNanos,
        secure ? OptionalLong.of(securedNanos - connectedNanos) : OptionalLong.empty(),
        headNanos - (sent ? sentNanos : connectedNanos),
        arrivedNanos - begunNanos,
        expiry,
        0,
        false,
        Optional.empty(),
        details);
  }
}

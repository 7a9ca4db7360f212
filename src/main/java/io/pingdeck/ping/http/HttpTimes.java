package io.pingdeck.ping.http;

import io.pingdeck.ping.sample.HttpDetails;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.ArrivalClock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The phases of one exchange, each timed by the best available clock. The TCP handshake uses the
/// kernel's clock. The ends of head and body use the kernel's timestamps of the bytes that
/// completed them. Local steps (the SYN request, TLS, sending the request) use the process's clock.
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

  /// @param handshakeNanos by the kernel's clock; 0 if unknown
  void connected(long handshakeNanos) {
    long own = clock.nanoTime() - begunNanos;
    boolean isKernels = handshakeNanos > 0 && handshakeNanos <= own;
    connectedNanos = begunNanos + (isKernels ? handshakeNanos : own);
  }

  void secured() {
    securedNanos = clock.nanoTime();
  }

  /// Records the time of the first byte; later calls are no-ops.
  void sending() {
    if (!sent) {
      sent = true;
      sentNanos = clock.nanoTime();
    }
  }

  /// @param stampEpochNanos 0 if there is none
  void arrived(long stampEpochNanos) {
    long earliest = sent ? sentNanos : begunNanos;
    // Parts that were read together share one timestamp, and its conversion to this clock is
    // inexact.
    arrivedNanos = Math.max(arrivedNanos, clock.arrivedNanos(stampEpochNanos, earliest));
    source = clock.source();
  }

  /// The last arrival completed the head; later calls are no-ops.
  void head() {
    if (!hasHead) {
      hasHead = true;
      headNanos = arrivedNanos;
    }
  }

  /// The clocks of the end of the total time.
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

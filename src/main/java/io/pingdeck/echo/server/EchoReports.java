package io.pingdeck.echo.server;

import io.pingdeck.echo.guard.LoopBreaker;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rate-limited log messages of an echo server, so that no peer can fill the disk.
final class EchoReports {
  private static final Logger LOG = LoggerFactory.getLogger(EchoReports.class);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOP_TESTS_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long QUARANTINE_SECONDS =
      TimeUnit.NANOSECONDS.toSeconds(LoopBreaker.QUARANTINE_NANOS);

  private final Endpoint listening;
  private long nextBug;
  private long nextLoops;
  private long nextRefusal;
  private long nextLoopTests;
  private long loopsReported;
  private long loopTestsReported;

  EchoReports(Endpoint listening, long now) {
    this.listening = listening;
    nextBug = now;
    nextLoops = now;
    nextRefusal = now;
    nextLoopTests = now;
  }

  void bug(RuntimeException e, long now) {
    if (now - nextBug >= 0) {
      nextBug = now + EVERY_NANOS;
      LOG.error("echo server at {} could not handle a datagram", listening, e);
    }
  }

  /// The system refused to send an ICMP error.
  void refused(IOException e, long now) {
    if (now - nextRefusal >= 0) {
      nextRefusal = now + EVERY_NANOS;
      LOG.warn("echo server at {}: {}", listening, e.getMessage());
    }
  }

  /// @param broken total number of broken loops
  void loops(long broken, long now) {
    if (broken > loopsReported && now - nextLoops >= 0) {
      nextLoops = now + EVERY_NANOS;
      LOG.warn(
          "echo server at {} broke {} loop(s): a peer that sends replies back gets no reply"
              + " for {} s",
          listening,
          broken - loopsReported,
          QUARANTINE_SECONDS);
      loopsReported = broken;
    }
  }

  /// @param withheld total number of replies withheld for loop tests
  void loopTests(long withheld, long now) {
    if (withheld > loopTestsReported && now - nextLoopTests >= 0) {
      nextLoopTests = now + LOOP_TESTS_EVERY_NANOS;
      LOG.warn(
          "echo server at {} left {} datagram(s) unanswered because their senders had sent only"
              + " in response to replies for a long time: this breaks loops between two services",
          listening,
          withheld - loopTestsReported);
      loopTestsReported = withheld;
    }
  }
}

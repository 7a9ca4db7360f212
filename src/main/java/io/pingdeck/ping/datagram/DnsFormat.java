package io.pingdeck.ping.datagram;

import io.pingdeck.base.NanoClock;
import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.Arrival;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sender.DnsQuestions;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Probes as DNS queries. A query has a 16-bit identifier. It is chosen at random, and no two
/// queries of a socket share it while either may still be answered. An answer must match identifier
/// and question; the engine checks its source. An answer that matches only one of the two is
/// corrupt. Allocates one object per answer.
final class DnsFormat implements ProbeFormat {
  private static final int IDS = 1 << 16;
  private static final int ANSWER_BYTES = 512;
  private static final int MOST_BYTES = 65_535;

  /// With half of all identifiers in use, the probability of finding none is 2^-64.
  private static final int TRIES = 64;

  /// An identifier belongs to its probe for four timeouts and this time, longer than the engine
  /// tracks the probe. Until then a late answer counts as stale, not as one to an identifier that
  /// was never sent.
  private static final long MEMORY_NANOS = 60_000_000_000L;

  /// Marks an identifier without a probe.
  private static final long NO_SEQUENCE = -1;

  private final RandomGenerator random;
  private final NanoClock clock;
  private final long[] tokens = new long[IDS];
  private final long[] sequences = new long[IDS];
  private final long[] freeNanos = new long[IDS];
  private final long[] forgottenNanos = new long[IDS];
  private final byte[][] questions = new byte[IDS][]; // null: never used
  private final DnsQuestions written = new DnsQuestions();
  private final Predicate<PingSpec> asksWhatWasRead = this::asksWhatWasRead;
  private ByteBuffer read;
  private int readBytes;
  private long token;
  private long sequence;
  private Response answer;

  /// @param random in production a `SecureRandom`
  DnsFormat(RandomGenerator random, NanoClock clock) {
    this.random = random;
    this.clock = clock;
  }

  @Override
  public int headerBytes() {
    return 0;
  }

  @Override
  public int answerBytes(int probeBytes) {
    return ANSWER_BYTES;
  }

  @Override
  public int write(
      ByteBuffer message, PingSpec spec, long probe, long epochMillis, long probeToken) {
    long now = clock.nanoTime();
    for (int i = 0; i < TRIES; i++) {
      int id = random.nextInt(IDS);
      if (questions[id] == null || now - freeNanos[id] >= 0) {
        tokens[id] = probeToken;
        sequences[id] = probe;
        freeNanos[id] = now + 2 * spec.timeout().toNanos();
        forgottenNanos[id] = now + 4 * spec.timeout().toNanos() + MEMORY_NANOS;
        questions[id] = written.of(spec);
        return DnsMessage.writeQuery(message, id, questions[id]);
      }
    }
    return 0;
  }

  @Override
  public Trace readAnswer(ByteBuffer message, int length) {
    answer = null;
    read = message;
    readBytes = Math.min(length, message.capacity());
    int id = readBytes < Short.BYTES ? 0 : DnsMessage.id(message);
    if (readBytes < Short.BYTES
        || questions[id] == null
        || clock.nanoTime() - forgottenNanos[id] >= 0) {
      return Trace.NOTHING;
    }
    // A message that fills the buffer may have been longer.
    int whole = length >= message.capacity() ? MOST_BYTES : length;
    if (!DnsMessage.isAnswer(message, readBytes, questions[id])
        || !DnsMessage.hasItsRecords(message, readBytes, whole)) {
      token = tokens[id];
      sequence = NO_SEQUENCE;
      return Trace.TOKEN;
    }
    answer =
        new Response.Dns(
            DnsMessage.rcode(message),
            DnsMessage.answers(message),
            DnsMessage.isTruncated(message),
            OptionalLong.empty(),
            DnsMessage.authorities(message),
            DnsMessage.additionals(message));
    return known(id);
  }

  @Override
  public void corrupt(ProbeEngine engine, Arrival arrival) {
    engine.corruptDnsReply(arrival, asksWhatWasRead);
  }

  private boolean asksWhatWasRead(PingSpec spec) {
    return DnsMessage.repeats(read, readBytes, written.of(spec));
  }

  @Override
  public Trace readQuote(ByteBuffer quoted) {
    int id = quoted.limit() < Short.BYTES ? 0 : DnsMessage.id(quoted);
    return questions[id] != null && DnsMessage.isQuery(quoted, quoted.limit(), questions[id])
        ? known(id)
        : Trace.NOTHING;
  }

  private Trace known(int id) {
    token = tokens[id];
    sequence = sequences[id];
    return Trace.TOKEN;
  }

  @Override
  public Response answer(PingSpec spec) {
    return answer;
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public long sequence() {
    return sequence;
  }
}

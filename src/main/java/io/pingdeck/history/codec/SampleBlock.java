package io.pingdeck.history.codec;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.time.DateTimeException;

/// Lossless encoding of the samples of one ping, about eight bytes per sample. The columns follow
/// each other, in the numbers of [VarWriter]:
///
/// ```
/// count
/// sequence    first, then runs: number of consecutive sequences, step to the next run's first
/// kind        runs: length, outcome, flags
/// planned     planned send time (sent - lag): first, first difference, then the change of the
///             difference, which is close to 0 for an even interval
/// lag         plain values
/// RTT         where there is one, or a time after the timeout: difference from the previous one
/// errno       of failed sends and resolutions, and of samples with the flag [#ERRNO]
/// ICMP error  see [ErrorColumn]
/// answer      see [AnswerColumn]; only if a sample of the block has one
/// ```
public final class SampleBlock {
  /// A flag of this encoding alone: the sample's error number is stored whatever its outcome.
  private static final int ERRNO = 1 << 5;

  private SampleBlock() {}

  /// Adds a sample as it will be read: without the parts of an answer that are not stored.
  public static void add(SampleColumns c, SampleBatch batch, int i) {
    c.add(batch, i);
    c.answer(AnswerColumn.stored(batch.answer(i)));
  }

  /// @param c in any order; sorted samples take less space
  public static void write(SampleColumns c, VarWriter out) {
    out.unsigned(c.size);
    writeSequences(c, out);
    writeKinds(c, out);
    writeTimes(c, out);
    long rtt = 0;
    for (int i = 0; i < c.size; i++) {
      if (hasTime(c, i)) {
        out.signed(c.rttNanos[i] - rtt);
        rtt = c.rttNanos[i];
      }
    }
    for (int i = 0; i < c.size; i++) {
      if (alwaysHasErrno(c.outcome(i)) || c.errnos[i] != 0) {
        out.unsigned(c.errnos[i]);
      }
    }
    ErrorColumn.write(c, out);
    AnswerColumn.write(c, out);
  }

  /// Appends the samples to `c`.
  ///
  /// @throws IndexOutOfBoundsException if the bytes are not the output of [#write]
  public static void read(VarReader in, SampleColumns c) {
    try {
      readColumns(in, c);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw PingBytes.notWritten(e);
    }
  }

  private static void readColumns(VarReader in, SampleColumns c) {
    int start = c.size;
    int count = in.count(1);
    for (int i = 0; i < count; i++) {
      c.addRow();
    }
    readSequences(in, c, start);
    readKinds(in, c, start);
    readTimes(in, c, start);
    long rtt = 0;
    for (int i = start; i < c.size; i++) {
      boolean has = hasTime(c, i);
      rtt += has ? in.signed() : 0;
      c.rttNanos[i] = has ? rtt : SampleColumns.NO_TIME;
    }
    for (int i = start; i < c.size; i++) {
      boolean has = alwaysHasErrno(c.outcome(i)) || (c.flags[i] & ERRNO) != 0;
      c.errnos[i] = has ? in.small() : 0;
      c.flags[i] &= ~ERRNO;
    }
    ErrorColumn.read(in, c, start);
    AnswerColumn.read(in, c, start);
  }

  private static void writeSequences(SampleColumns c, VarWriter out) {
    long expected = 0;
    int i = 0;
    while (i < c.size) {
      int run = 1;
      while (i + run < c.size && c.sequences[i + run] == c.sequences[i] + run) {
        run++;
      }
      out.signed(c.sequences[i] - expected);
      out.unsigned(run);
      expected = c.sequences[i] + run;
      i += run;
    }
  }

  private static void readSequences(VarReader in, SampleColumns c, int start) {
    long next = 0;
    int i = start;
    while (i < c.size) {
      next += in.signed();
      for (int end = runEnd(in, c, i); i < end; i++) {
        c.sequences[i] = next++;
      }
    }
  }

  private static void writeKinds(SampleColumns c, VarWriter out) {
    int i = 0;
    while (i < c.size) {
      int end = i + 1;
      int flags = flags(c, i);
      while (end < c.size && c.outcomes[end] == c.outcomes[i] && flags(c, end) == flags) {
        end++;
      }
      out.unsigned(end - i);
      out.unsigned(c.outcomes[i]);
      out.unsigned(flags);
      i = end;
    }
  }

  private static int flags(SampleColumns c, int i) {
    boolean tells = c.errnos[i] != 0 && !alwaysHasErrno(c.outcome(i));
    return (c.flags[i] & 0xffff) | (tells ? ERRNO : 0);
  }

  private static void readKinds(VarReader in, SampleColumns c, int start) {
    int i = start;
    while (i < c.size) {
      int end = runEnd(in, c, i);
      byte outcome = (byte) in.small();
      short flags = (short) in.small();
      for (; i < end; i++) {
        c.outcomes[i] = outcome;
        c.flags[i] = flags;
      }
    }
  }

  private static int runEnd(VarReader in, SampleColumns c, int i) {
    int run = in.small();
    if (run < 1 || run > c.size - i) {
      throw new IndexOutOfBoundsException("not a run: " + run);
    }
    return i + run;
  }

  private static void writeTimes(SampleColumns c, VarWriter out) {
    long planned = 0;
    long step = 0;
    for (int i = 0; i < c.size; i++) {
      long newStep = c.sentEpochNanos[i] - c.lagNanos[i] - planned;
      out.signed(newStep - step);
      planned += newStep;
      step = i == 0 ? 0 : newStep;
    }
    for (int i = 0; i < c.size; i++) {
      out.signed(c.lagNanos[i]);
    }
  }

  private static void readTimes(VarReader in, SampleColumns c, int start) {
    long planned = 0;
    long step = 0;
    for (int i = start; i < c.size; i++) {
      long newStep = step + in.signed();
      planned += newStep;
      c.sentEpochNanos[i] = planned;
      step = i == start ? 0 : newStep;
    }
    for (int i = start; i < c.size; i++) {
      c.lagNanos[i] = in.signed();
      c.sentEpochNanos[i] += c.lagNanos[i];
    }
  }

  private static boolean hasTime(SampleColumns c, int i) {
    return c.outcome(i).hasRtt() || (c.flags[i] & SampleBatch.AFTER_TIMEOUT) != 0;
  }

  private static boolean alwaysHasErrno(Outcome outcome) {
    return outcome == Outcome.SEND_FAILED || outcome == Outcome.RESOLVE_FAILED;
  }
}

package io.pingdeck.stats;

import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.Arrays;
import java.util.Optional;

/// Slots for samples of one ping with consecutive sequence numbers; any of them may be empty.
final class RingPage {
  static final int PLACES = 16;

  // One array instead of one per column, because there may be a million pages.
  private static final int SENT = 0;
  private static final int LAG = 1;
  private static final int RTT = 2;
  private static final int KIND = 3;
  private static final int LONGS = 4;

  // The parts of a kind; an empty place has kind 0.
  private static final int FLAGS_SHIFT = 8;
  private static final int ERRNO_SHIFT = 24;
  private static final long HELD = 1L << 56;

  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final IcmpError[] NO_ERRORS = {};
  private static final Response[] NO_ANSWERS = {};

  private long number;
  private final long[] longs = new long[PLACES * LONGS];
  private IcmpError[] icmpErrors = NO_ERRORS; // empty, or one slot per place
  private Response[] answers = NO_ANSWERS; // likewise

  RingPage(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /// Clears the page and reuses it for other sequence numbers.
  void turnInto(long newNumber) {
    number = newNumber;
    Arrays.fill(longs, 0);
    icmpErrors = NO_ERRORS;
    answers = NO_ANSWERS;
  }

  boolean holds(int place) {
    return longs[place * LONGS + KIND] != 0;
  }

  Outcome outcome(int place) {
    return OUTCOMES[outcomeByte(place)];
  }

  long sentEpochNanos(int place) {
    return longs[place * LONGS + SENT];
  }

  long lagNanos(int place) {
    return longs[place * LONGS + LAG];
  }

  long rttNanos(int place) {
    return longs[place * LONGS + RTT];
  }

  int errno(int place) {
    return (int) (longs[place * LONGS + KIND] >>> ERRNO_SHIFT);
  }

  Optional<IcmpError> icmpError(int place) {
    return icmpErrors.length == 0 ? Optional.empty() : Optional.ofNullable(icmpErrors[place]);
  }

  Optional<Response> answer(int place) {
    return answers.length == 0 ? Optional.empty() : Optional.ofNullable(answers[place]);
  }

  /// Stores sample `i` of a batch.
  void put(int place, SampleBatch batch, int i) {
    int at = place * LONGS;
    longs[at + SENT] = batch.sentEpochNanos()[i];
    longs[at + LAG] = batch.lagNanos()[i];
    longs[at + RTT] = batch.rttNanos()[i];
    longs[at + KIND] =
        HELD
            | batch.outcomes()[i]
            | (batch.flags()[i] & 0xffffL) << FLAGS_SHIFT
            | (batch.errnos()[i] & 0xffff_ffffL) << ERRNO_SHIFT;
    IcmpError error = batch.icmpErrors().length == 0 ? null : batch.icmpErrors()[i];
    if (error != null && icmpErrors.length == 0) {
      icmpErrors = new IcmpError[PLACES];
    }
    if (icmpErrors.length > 0) {
      icmpErrors[place] = error;
    }
    Response answer = batch.answer(i);
    if (answer != null && answers.length == 0) {
      answers = new Response[PLACES];
    }
    if (answers.length > 0) {
      answers[place] = answer;
    }
  }

  /// Drops the texts of echoes, each of which is a separate object.
  void forgetEchoes() {
    boolean others = false;
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] instanceof Response.Echo) {
        answers[i] = null;
      }
      others |= answers[i] != null;
    }
    if (!others) {
      answers = NO_ANSWERS;
    }
  }

  /// Copies a slot to a new row.
  void copy(int place, SampleColumns to) {
    long kind = longs[place * LONGS + KIND];
    int i = to.addRow();
    to.sequences[i] = number * PLACES + place;
    to.sentEpochNanos[i] = sentEpochNanos(place);
    to.lagNanos[i] = lagNanos(place);
    to.rttNanos[i] = rttNanos(place);
    to.outcomes[i] = outcomeByte(place);
    to.flags[i] = (short) (kind >>> FLAGS_SHIFT);
    to.errnos[i] = (int) (kind >>> ERRNO_SHIFT);
    to.icmpErrors[i] = icmpErrors.length == 0 ? null : icmpErrors[place];
    to.answers[i] = answers.length == 0 ? null : answers[place];
  }

  private byte outcomeByte(int place) {
    return (byte) longs[place * LONGS + KIND];
  }
}

package io.pingdeck.stats.rtt;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/// A 192-bit sum of non-negative longs or their squares. It neither overflows nor rounds, so the
/// result does not depend on the order of addition.
public final class ExactSum {
  private static final int BYTES = 3 * Long.BYTES;

  private long high;
  private long middle;
  private long low;

  /// @param value non-negative, below 2^191
  void set(BigInteger value) {
    low = value.longValue();
    middle = value.shiftRight(Long.SIZE).longValue();
    high = value.shiftRight(2 * Long.SIZE).longValue();
  }

  public void clear() {
    high = 0;
    middle = 0;
    low = 0;
  }

  public void add(long value) {
    add(0, 0, value);
  }

  void addSquare(long value) {
    add(0, Math.multiplyHigh(value, value), value * value);
  }

  public void add(ExactSum other) {
    add(other.high, other.middle, other.low);
  }

  private void add(long highWord, long middleWord, long lowWord) {
    low += lowWord;
    long carry = Long.compareUnsigned(low, lowWord) < 0 ? 1 : 0;
    middle += middleWord;
    long next = Long.compareUnsigned(middle, middleWord) < 0 ? 1 : 0;
    middle += carry;
    next += carry != 0 && middle == 0 ? 1 : 0;
    high += highWord + next;
  }

  BigInteger exact() {
    return new BigInteger(
        ByteBuffer.allocate(BYTES).putLong(high).putLong(middle).putLong(low).array());
  }

  /// The sum rounded to the nearest double.
  public double value() {
    return high == 0 && middle == 0 && low >= 0 ? low : exact().doubleValue();
  }
}

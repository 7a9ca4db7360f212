package io.pingdeck.packet.text;

import io.pingdeck.packet.DecimalDigits;
import io.pingdeck.packet.HexDigits;
import java.nio.ByteBuffer;

/// Writes probes as [LabText]; one instance is reused for all of them. Probes of one burst have the
/// same time, so its digits are cached.
public final class LabTextWriter {
  private static final long SPACES = 0x2020_2020_2020_2020L;

  /// The largest time with 15 digits, in the year 33658.
  private static final long LATEST_TIME = 999_999_999_999_999L;

  private final ByteBuffer timeText = ByteBuffer.allocate(2 * Long.BYTES);
  private long time = -1;
  private int timeBytes; // with the space after it; 0 if omitted
  private long timeStart;
  private long timeEnd;

  /// Writes a line of exactly `size` bytes to the start of the buffer.
  ///
  /// @param sequence at least 1
  /// @param epochMillis omitted if negative
  /// @throws IllegalArgumentException if `size` is below [LabText#MIN_BYTES]
  public void write(ByteBuffer buffer, int size, long sequence, long epochMillis, long token) {
    if (size < LabText.MIN_BYTES) {
      throw new IllegalArgumentException(
          size + " bytes are too few (at least " + LabText.MIN_BYTES + ")");
    }
    if (time != epochMillis) {
      keep(epochMillis);
    }
    buffer.putLong(size - Long.BYTES, SPACES); // the text overwrites what it needs of them
    buffer.putInt(0, LabText.PING);
    buffer.put(4, (byte) ' ');
    int end = DecimalDigits.write(buffer, 5, sequence);
    buffer.put(end++, (byte) ' ');
    if (timeBytes > 0 && end + timeBytes + 4 + LabText.TOKEN_DIGITS <= size) {
      buffer.putLong(end, timeStart);
      buffer.putLong(end + Long.BYTES, timeEnd); // the next write overwrites the excess
      end += timeBytes;
    }
    buffer.putInt(end, LabText.TAG);
    buffer.putLong(end + 4, HexDigits.of((int) (token >>> 32)));
    buffer.putLong(end + 12, HexDigits.of((int) token));
    end += 4 + LabText.TOKEN_DIGITS;
    for (; end + Long.BYTES <= size; end += Long.BYTES) {
      buffer.putLong(end, SPACES);
    }
  }

  private void keep(long epochMillis) {
    time = epochMillis;
    timeBytes = 0;
    if (epochMillis >= 0 && epochMillis <= LATEST_TIME) {
      int end = DecimalDigits.write(timeText, 0, epochMillis);
      timeText.put(end, (byte) ' ');
      timeBytes = end + 1;
      timeStart = timeText.getLong(0);
      timeEnd = timeText.getLong(Long.BYTES);
    }
  }
}

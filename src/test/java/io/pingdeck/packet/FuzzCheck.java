package io.pingdeck.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Assertions shared by the fuzz targets. With AssertJ, the fuzzer would spend most of its time
/// there.
public final class FuzzCheck {
  /// Number of other bytes on either side.
  public static final int MARGIN = 40;

  private FuzzCheck() {}

  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /// Embeds the input between other bytes, on which the result of a parser must not depend.
  ///
  /// @return the input from position to limit, with [#MARGIN] bytes before and after it
  public static ByteBuffer amid(byte[] input, char other) {
    byte[] bytes = new byte[MARGIN + input.length + MARGIN];
    Arrays.fill(bytes, (byte) other);
    System.arraycopy(input, 0, bytes, MARGIN, input.length);
    return ByteBuffer.wrap(bytes, MARGIN, input.length);
  }
}

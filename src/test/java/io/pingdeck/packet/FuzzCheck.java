package io.pingdeck.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What the fuzz targets share. AssertJ would be most of what the fuzzer then runs.
public final class FuzzCheck {
  /// How many other bytes stand on either side.
  public static final int MARGIN = 40;

  private FuzzCheck() {}

  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /// The input between other bytes: what a parser says must not depend on them.
  ///
  /// @return from position to limit the input, with [#MARGIN] bytes before and behind it
  public static ByteBuffer amid(byte[] input, char other) {
    byte[] bytes = new byte[MARGIN + input.length + MARGIN];
    Arrays.fill(bytes, (byte) other);
    System.arraycopy(input, 0, bytes, MARGIN, input.length);
    return ByteBuffer.wrap(bytes, MARGIN, input.length);
  }
}

package io.pingdeck.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/// Writes values in DER (ITU-T X.690).
final class Der {
  static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};

  private static final int LONG_LENGTH = 0x80;

  private Der() {}

  /// A value: its tag, its length, and the parts one after the other.
  static byte[] value(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < LONG_LENGTH) {
      out.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      out.write(LONG_LENGTH | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >> (8 * i));
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return value(0x30, parts);
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] octets(byte[] bytes) {
    return value(0x04, bytes);
  }

  /// @param unused number of bits of the last byte that do not count
  static byte[] bits(int unused, byte[] bytes) {
    return value(0x03, new byte[] {(byte) unused}, bytes);
  }

  static byte[] ascii(int tag, String text) {
    return value(tag, text.getBytes(US_ASCII));
  }

  /// @param dotted such as `2.5.29.17`
  static byte[] objectId(String dotted) {
    int[] arcs = Arrays.stream(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(40 * arcs[0] + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift >= 0; shift -= 7) {
        if (shift == 0 || arcs[i] >> shift != 0) {
          out.write(arcs[i] >> shift & 0x7f | (shift == 0 ? 0 : 0x80));
        }
      }
    }
    return value(0x06, out.toByteArray());
  }

  /// The first value inside a sequence.
  ///
  /// @param sequence a sequence that is complete, such as an encoded public key
  static byte[] first(byte[] sequence) {
    int start = contents(sequence, 0);
    int inside = contents(sequence, start);
    int length = sequence[start + 1] & 0xff;
    if (length >= LONG_LENGTH) {
      length = new BigInteger(1, Arrays.copyOfRange(sequence, start + 2, inside)).intValueExact();
    }
    return Arrays.copyOfRange(sequence, start, inside + length);
  }

  /// Where the contents of the value at this place start.
  private static int contents(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < LONG_LENGTH ? 0 : length - LONG_LENGTH);
  }
}

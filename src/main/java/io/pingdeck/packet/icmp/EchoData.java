package io.pingdeck.packet.icmp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/// The data after the header of this program's ICMP echo requests.
///
/// ```
/// +---------------------------------------------------------------+
/// |                    token (8 bytes)                            |
/// +---------------------------------------------------------------+
/// |  pingdeck pingdeck ...  up to the requested size
/// ```
///
/// The token comes first, so that short quotes and truncated replies still contain it. Data of
/// fewer than [#TOKEN_BYTES] bytes has no token: such a probe is matched by identifier, sequence
/// and address alone. Messages start at index 0 of buffers in network byte order.
public final class EchoData {
  public static final int TOKEN_BYTES = 8;

  private static final int TOKEN = IcmpMessage.HEADER_BYTES;
  private static final String FILLING = "pingdeck ";

  /// The filling as words; it repeats after as many words as it has letters.
  private static final long[] WORDS = new long[FILLING.length()];

  static {
    ByteBuffer filling = ByteBuffer.wrap(FILLING.repeat(Long.BYTES).getBytes(US_ASCII));
    filling.asLongBuffer().get(WORDS);
  }

  private EchoData() {}

  /// Whether data of this size has room for a token.
  public static boolean hasToken(int dataBytes) {
    return dataBytes >= TOKEN_BYTES;
  }

  /// Writes exactly `dataBytes` bytes after the header.
  public static void write(ByteBuffer message, int dataBytes, long token) {
    int at = TOKEN;
    int end = TOKEN + dataBytes;
    if (hasToken(dataBytes)) {
      message.putLong(TOKEN, token);
      at += TOKEN_BYTES;
    }
    int word = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      message.putLong(at, WORDS[word]);
      word = word + 1 < WORDS.length ? word + 1 : 0;
    }
    for (long rest = WORDS[word]; at < end; at++, rest <<= Byte.SIZE) {
      message.put(at, (byte) (rest >>> Long.SIZE - Byte.SIZE));
    }
  }

  /// The token of a message whose data [#hasToken(int)].
  public static long token(ByteBuffer message) {
    return message.getLong(TOKEN);
  }
}

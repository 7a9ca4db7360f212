package io.pingdeck.history.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC-32C over a row's key and its bytes. Covering the key also detects bytes in the wrong row.
public final class Checksum {
  private Checksum() {}

  public static long of(long time, long ping, byte[]... bytes) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(time).putLong(ping).flip());
    for (byte[] part : bytes) {
      crc.update(part);
    }
    return crc.getValue();
  }
}

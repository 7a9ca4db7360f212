package io.pingdeck.history.sqlite;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.pingdeck.fuzz.FuzzCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Every file is the log of a database, with at most as many lost commits as it has room for.
public final class WriteAheadLogFuzz {
  private static final int HEADER = 32;
  private static final int FRAME = 24 + 512;
  private static final int SUMMED = 24;
  private static final int MAGIC = 0x377f0683; // with sums in network byte order

  private WriteAheadLogFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    check(input);
    // A fuzzer does not guess the sums; correcting that of the header lets it reach the frames.
    if (input.length >= HEADER) {
      check(sealed(input));
    }
  }

  private static void check(byte[] input) {
    Path log = FuzzCheck.file(WriteAheadLogFuzz.class, input);
    String name = log.getFileName().toString();
    try {
      Path named = log.resolveSibling(name + "-wal");
      Files.move(log, named, REPLACE_EXISTING);
      long lost = WriteAheadLog.lostCommits(log);
      require(lost >= 0 && lost <= Math.max(1, input.length / FRAME), "lost " + lost);
      Files.delete(named);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sealed(byte[] input) {
    ByteBuffer bytes = ByteBuffer.wrap(input.clone()).order(ByteOrder.BIG_ENDIAN);
    bytes.putInt(0, MAGIC);
    int first = 0;
    int second = 0;
    for (int at = 0; at < SUMMED; at += 8) {
      first += bytes.getInt(at) + second;
      second += bytes.getInt(at + 4) + first;
    }
    return bytes.putInt(SUMMED, first).putInt(SUMMED + 4, second).array();
  }

  /// A header and two frames, whose sums do not fit.
  public static List<byte[]> seeds() {
    byte[] bytes = new byte[HEADER + 2 * FRAME];
    Arrays.fill(bytes, (byte) 1);
    ByteBuffer log = ByteBuffer.wrap(bytes);
    log.putInt(4, 3007000).putInt(8, 512);
    return List.of(sealed(bytes));
  }
}

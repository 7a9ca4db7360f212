package io.pingdeck.history.sqlite;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks the write-ahead log of a SQLite file before SQLite reads it. SQLite stops at the first
/// frame with a wrong checksum and does not report the frames after it.
///
/// For the layout see "Database File Format" of SQLite, section 4.
final class WriteAheadLog {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int SALTS = 16;
  private static final int CHECKSUM = 24;
  private static final int SMALLEST_PAGE = 512;
  private static final int LARGEST_PAGE = 65_536;
  private static final int BIG_ENDIAN_SUMS = 0x377f0683;
  private static final int LITTLE_ENDIAN_SUMS = 0x377f0682;

  private final FileChannel channel;
  private int first;
  private int second;

  private WriteAheadLog(FileChannel channel) {
    this.channel = channel;
  }

  /// Number of commits in a file's log that SQLite will ignore because a frame before or in them is
  /// damaged; 0 if there is no log. If the program was killed while writing, the incomplete end of
  /// the log has no commit.
  static long lostCommits(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (!Files.exists(log) || Files.size(log) <= HEADER) {
      return 0;
    }
    try (FileChannel channel = FileChannel.open(log, READ)) {
      return new WriteAheadLog(channel).count();
    }
  }

  private long count() throws IOException {
    ByteBuffer header = read(0, HEADER);
    int magic = header.getInt(0);
    ByteOrder order = magic == LITTLE_ENDIAN_SUMS ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int page = header.getInt(8);
    sum(header, 0, CHECKSUM, order);
    boolean isSound =
        (magic == LITTLE_ENDIAN_SUMS || magic == BIG_ENDIAN_SUMS)
            && page >= SMALLEST_PAGE
            && page <= LARGEST_PAGE
            && Integer.bitCount(page) == 1
            && first == header.getInt(CHECKSUM)
            && second == header.getInt(CHECKSUM + 4);
    if (!isSound) {
      return 1; // the whole log is one loss
    }
    long lost = 0;
    int frame = FRAME_HEADER + page;
    for (long at = HEADER; at + frame <= channel.size(); at += frame) {
      ByteBuffer bytes = read(at, frame);
      boolean isOfThisLog = bytes.getLong(8) == header.getLong(SALTS);
      if (isSound) {
        sum(bytes, 0, 8, order);
        sum(bytes, FRAME_HEADER, frame, order);
        isSound = isOfThisLog && first == bytes.getInt(16) && second == bytes.getInt(20);
      }
      if (!isSound && isOfThisLog && bytes.getInt(4) != 0) {
        lost++;
      }
    }
    return lost;
  }

  private void sum(ByteBuffer bytes, int from, int to, ByteOrder order) {
    bytes.order(order);
    for (int at = from; at < to; at += 8) {
      first += bytes.getInt(at) + second;
      second += bytes.getInt(at + 4) + first;
    }
    bytes.order(ByteOrder.BIG_ENDIAN);
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
      // a read may return fewer bytes than requested
    }
    return bytes;
  }
}

package io.pingdeck.history.sqlite;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.pingdeck.history.storage.DayFile.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;

/// Repairs the first page of a day file. It contains the positions of the tables, so that one
/// flipped bit in it can make a whole day unreadable. Except for a few counters it is identical in
/// all files with the same tables.
///
/// For the layout of the header see "Database File Format" of SQLite, section 1.3.
final class SqliteHeaderRepair {
  private static final int PAGE = 4096;
  private static final int WRITE_VERSION = 18;
  private static final int READ_VERSION = 19;
  private static final byte WAL = 2;
  private static final int CHANGE_COUNTER = 24;
  private static final int SIZE_IN_PAGES = 28;
  private static final int FREE_LIST_END = 40;
  private static final int USER_VERSION = 60;
  private static final int APPLICATION_ID = 68;
  private static final int VALID_FOR = 92;
  private static final int HEADER_END = 100;

  private final byte[] model;

  private SqliteHeaderRepair(byte[] model) {
    this.model = model;
  }

  /// The first page of files of this kind.
  static SqliteHeaderRepair of(Kind kind) throws IOException {
    try {
      byte[] page = Arrays.copyOf(Sqlite.emptyFile(kind), PAGE);
      page[WRITE_VERSION] = WAL;
      page[READ_VERSION] = WAL;
      return new SqliteHeaderRepair(page);
    } catch (SQLException e) {
      throw new IOException("SQLite cannot create a database in memory: " + e.getMessage(), e);
    }
  }

  /// Repairs the page if necessary, and saves the old one beside the file, with the suffix
  /// `.page1`. Leaves a file alone whose log has not been checkpointed, because the log may contain
  /// a newer page.
  ///
  /// @return whether the page was repaired
  boolean mend(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (Files.exists(log) && Files.size(log) > 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      byte[] page = page(channel);
      long pages = channel.size() / PAGE;
      if (pages == 0 || isSound(page, pages)) {
        return false;
      }
      Files.write(file.resolveSibling(file.getFileName() + ".page1"), page);
      ByteBuffer mended = ByteBuffer.wrap(model.clone()).putInt(SIZE_IN_PAGES, (int) pages);
      channel.write(mended, 0);
      channel.force(true);
      return true;
    }
  }

  private boolean isSound(byte[] page, long pages) {
    ByteBuffer header = ByteBuffer.wrap(page);
    int format = header.getInt(USER_VERSION);
    int again = header.getInt(APPLICATION_ID);
    if (Sqlite.isOtherFormat(format, again)) {
      return true;
    }
    ByteBuffer expected = ByteBuffer.wrap(model.clone());
    if (Sqlite.agree(format, again)) { // an older format
      expected.putInt(USER_VERSION, format).putInt(APPLICATION_ID, again);
    }
    for (int i = 0; i < PAGE; i++) {
      boolean counts = i >= CHANGE_COUNTER && i < FREE_LIST_END || i >= VALID_FOR && i < HEADER_END;
      if (!counts && page[i] != expected.get(i)) {
        return false;
      }
    }
    return header.getInt(CHANGE_COUNTER) != header.getInt(VALID_FOR)
        || header.getInt(SIZE_IN_PAGES) == pages;
  }

  private static byte[] page(FileChannel channel) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    while (page.hasRemaining() && channel.read(page, page.position()) >= 0) {
      // a read may return fewer bytes than requested
    }
    return page.array();
  }
}

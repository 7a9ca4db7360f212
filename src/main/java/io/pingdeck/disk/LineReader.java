package io.pingdeck.disk;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads the intact lines of a file in the order of their numbers, and counts the damaged ones.
/// Also checks whether the file is complete.
final class LineReader implements Closeable {
  private static final int BUFFER = 64 << 10;
  private static final int LONGEST = 4 << 20;
  private static final long NONE = Long.MIN_VALUE;

  private final InputStream in;
  private byte[] line = new byte[1024];
  private int length;
  private long last = NONE;
  private long damaged;
  private long end = NONE;
  private boolean hasEnds;
  private boolean isMissing;

  /// Opens a file. A missing file has no lines.
  ///
  /// @throws IOException also if this is not a regular file: reading a pipe would block forever
  LineReader(Path file) throws IOException {
    PrivateFiles.checkRegular(file);
    in = open(file);
  }

  private InputStream open(Path file) throws IOException {
    try {
      return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    } catch (NoSuchFileException e) {
      isMissing = true;
      return InputStream.nullInputStream();
    }
  }

  /// Number of damaged lines so far. If the last line of a file has no newline, it is torn, not
  /// damaged: the program was killed while writing it.
  long damaged() {
    return damaged;
  }

  /// After reading everything: the number of the last line that must be present; less than any
  /// number if the file does not say.
  long end() {
    return end;
  }

  /// After reading everything: whether the file is truncated or has no intact line. If the program
  /// was killed while appending, the file still has all lines up to `required`.
  ///
  /// @param required number of the last line that must be present
  boolean isCut(long required) {
    boolean isWhole = end >= last || last >= required;
    return !isMissing && (last == NONE ? damaged == 0 : hasEnds && !isWhole);
  }

  /// The next intact line; empty at the end of the file.
  Optional<CheckedLine> next() throws IOException {
    while (readLine()) {
      Optional<CheckedLine> read = CheckedLine.of(line, Math.min(length, line.length));
      if (read.isPresent() && read.get().kind() == CheckedLine.Kind.END) {
        end = Math.max(end, read.get().number());
      } else if (read.isPresent() && read.get().number() > last) {
        last = read.get().number();
        hasEnds |= read.get().begins() && read.get().lastWritten().isPresent();
        return read;
      } else {
        damaged++;
      }
    }
    return Optional.empty();
  }

  private boolean readLine() throws IOException {
    length = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return true;
      }
      if (length == line.length && length < LONGEST) {
        line = Arrays.copyOf(line, 2 * length);
      }
      if (length < line.length) {
        line[length] = (byte) b;
      }
      length++;
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

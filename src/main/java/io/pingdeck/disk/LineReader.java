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

/// Reads the lines of a file that are whole, in the order of their numbers; counts the others, and
/// looks whether the file ends where it was left.
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

  /// A file that does not exist has no lines.
  ///
  /// @throws IOException also for what is no file: reading a pipe would wait for ever
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

  /// How many lines were damaged so far. The last one of a file is torn, not damaged, if it has no
  /// end: it was being written when the program was killed.
  long damaged() {
    return damaged;
  }

  /// Once all is read: the number of the last line that must be there; less than any number if the
  /// file does not say.
  long end() {
    return end;
  }

  /// Once all is read: whether the file does not end where it was left, or has no whole line. One
  /// that was being appended to when the program was killed has at least all that must be there.
  ///
  /// @param required the number of the last line that must be there
  boolean isCut(long required) {
    boolean isWhole = end >= last || last >= required;
    return !isMissing && (last == NONE ? damaged == 0 : hasEnds && !isWhole);
  }

  /// The next whole line; empty at the end.
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

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

/// Reads the lines of a file that are whole, in the order of their numbers; counts the others.
final class LineReader implements Closeable {
  private static final int BUFFER = 64 << 10;
  private static final int LONGEST = 4 << 20;

  private final InputStream in;
  private byte[] line = new byte[1024];
  private int length;
  private long last = Long.MIN_VALUE;
  private long damaged;
  private boolean isTorn;

  /// A file that does not exist has no lines.
  LineReader(Path file) throws IOException {
    in = open(file);
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    } catch (NoSuchFileException e) {
      return InputStream.nullInputStream();
    }
  }

  /// How many lines were damaged so far. The last one of a file is torn, not damaged, if it has no
  /// end: it was being written when the program was killed.
  long damaged() {
    return damaged;
  }

  /// Whether the last line has no end.
  boolean isTorn() {
    return isTorn;
  }

  /// The next whole line; empty at the end.
  Optional<CheckedLine> next() throws IOException {
    while (readLine()) {
      Optional<CheckedLine> read = CheckedLine.of(line, Math.min(length, line.length));
      if (read.isPresent() && read.get().number() > last) {
        last = read.get().number();
        return read;
      }
      damaged++;
    }
    isTorn = length > 0;
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

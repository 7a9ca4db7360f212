package io.pingdeck.audit.file;

import static java.nio.file.StandardOpenOption.READ;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the lines of a file from the last to the first. What follows the last newline is no line:
/// it is being written, or was torn by a crash.
final class LinesBackwards implements AutoCloseable {
  private static final int CHUNK = 64 << 10;

  /// A longer one is none of ours. Its end is skipped.
  private static final int LONGEST_LINE = 64 << 10;

  private final FileChannel channel;
  private byte[] chunk = {};
  private int inChunk;
  private long position;

  LinesBackwards(Path file) throws IOException {
    channel = FileChannel.open(file, READ);
    position = channel.size();
    previousLine(); // the rest behind the last newline
  }

  /// @return the line before those returned so far; empty at the beginning of the file
  Optional<byte[]> next() throws IOException {
    return position + inChunk == 0 ? Optional.empty() : Optional.of(previousLine());
  }

  /// Everything back to the newline before, which is consumed.
  private byte[] previousLine() throws IOException {
    ByteArrayOutputStream reversed = new ByteArrayOutputStream();
    while (inChunk > 0 || fill()) {
      byte read = chunk[--inChunk];
      if (read == '\n') {
        break;
      }
      if (reversed.size() < LONGEST_LINE) {
        reversed.write(read);
      }
    }
    byte[] line = reversed.toByteArray();
    for (int i = 0, j = line.length - 1; i < j; i++, j--) {
      byte swapped = line[i];
      line[i] = line[j];
      line[j] = swapped;
    }
    return line;
  }

  private boolean fill() throws IOException {
    int wanted = (int) Math.min(CHUNK, position);
    ByteBuffer read = ByteBuffer.allocate(wanted);
    position -= wanted;
    while (read.hasRemaining() && channel.read(read, position + read.position()) > 0) {
      // more
    }
    chunk = read.array();
    inChunk = read.position();
    return inChunk > 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

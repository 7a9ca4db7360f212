package io.pingdeck.disk;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lines of text in a file and in a copy beside it, `.copy`. Each line has a checksum and a number:
/// what is damaged in one of the two is read from the other, and what is missing in both is
/// counted. A process that is killed at any moment leaves every line for which [#write] or
/// [#append] has returned.
///
/// One thread at a time. After an [IOException] nobody knows what reached the disk: the content has
/// to be written anew as a whole.
public final class TwinFile implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final List<Path> files;
  private final List<FileChannel> open = new ArrayList<>();
  private long next = 1;
  private long bytes;

  public TwinFile(Path file) {
    requireNonNull(file, "file");
    files = List.of(file, file.resolveSibling(file.getFileName() + ".copy"));
  }

  /// Sees lines in the order in which they were written.
  @FunctionalInterface
  public interface LineVisitor {
    void line(byte[] text) throws IOException;
  }

  /// What became of the lines that were written.
  ///
  /// @param read how many are whole in at least one of the two
  /// @param lost how many are known to be missing in both
  /// @param damaged how many places of either file could not be read
  public record Reading(long read, long lost, long damaged) {}

  /// Whether there is anything to read.
  public boolean exists() {
    return files.stream().anyMatch(Files::exists);
  }

  /// Reads what is there: the newest content if it is whole. If lines of it are missing, what is
  /// left of an older one comes before it.
  public Reading read(LineVisitor visitor) throws IOException {
    Path file = files.getFirst();
    Path copy = files.getLast();
    try {
      return read(file, copy, visitor);
    } catch (IOException e) {
      // One of them cannot be read at all.
      if (isReadable(file)) {
        return read(file, file, visitor);
      } else if (isReadable(copy)) {
        return read(copy, copy, visitor);
      }
      throw e;
    }
  }

  private Reading read(Path file, Path copy, LineVisitor visitor) throws IOException {
    Merge all = new Merge(Long.MIN_VALUE);
    all.run(file, copy, text -> {});
    next = Math.max(next, all.last + 1);
    boolean whole = all.lost == 0 && all.beginning.isPresent();
    Merge wanted = new Merge(whole ? all.beginning.get() : Long.MIN_VALUE);
    wanted.run(file, copy, visitor);
    return new Reading(wanted.read, all.lost, all.damaged);
  }

  private static boolean isReadable(Path file) {
    try {
      Merge alone = new Merge(Long.MIN_VALUE);
      alone.run(file, file, text -> {});
      return alone.read > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// Both files' lines by their numbers, each number once.
  private static final class Merge {
    private final long first;
    private long read;
    private long lost;
    private long damaged;
    private long last;
    private Optional<Long> beginning = Optional.empty();

    Merge(long first) {
      this.first = first;
    }

    void run(Path file, Path copy, LineVisitor visitor) throws IOException {
      try (LineReader a = new LineReader(file);
          LineReader b = new LineReader(copy)) {
        Optional<CheckedLine> one = a.next();
        Optional<CheckedLine> other = b.next();
        while (one.isPresent() || other.isPresent()) {
          long number = Math.min(number(one), number(other));
          see(number == number(one) ? one.orElseThrow() : other.orElseThrow(), visitor);
          one = number == number(one) ? a.next() : one;
          other = number == number(other) ? b.next() : other;
        }
        damaged = a.damaged() + b.damaged();
      }
    }

    private static long number(Optional<CheckedLine> line) {
      return line.map(CheckedLine::number).orElse(Long.MAX_VALUE);
    }

    private void see(CheckedLine line, LineVisitor visitor) throws IOException {
      if (line.begins()) {
        beginning = Optional.of(line.number());
        lost = 0;
      } else {
        // Without a beginning, the first line is the second at least.
        lost += last == 0 ? 1 : line.number() - last - 1;
      }
      last = line.number();
      if (!line.begins() && last >= first) {
        read++;
        visitor.line(line.text());
      }
    }
  }

  /// Replaces the content. Each of the two files is written beside the old one, forced to the disk
  /// and renamed.
  ///
  /// @param lines without newlines in them; read twice
  public void write(Iterable<byte[]> lines) throws IOException {
    close();
    long begin = next;
    try {
      for (Path file : files) {
        next = begin;
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        FileChannel channel = PrivateFiles.open(fresh, Set.of(CREATE, WRITE, TRUNCATE_EXISTING));
        open.add(channel);
        bytes = fill(channel, lines);
        channel.force(true);
        Files.move(fresh, file, ATOMIC_MOVE);
        forceFolder(file);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private long fill(FileChannel channel, Iterable<byte[]> lines) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long sum = put(channel, buffer, new CheckedLine(next++, true, new byte[0]).toBytes());
    for (byte[] text : lines) {
      sum += put(channel, buffer, new CheckedLine(next++, false, text).toBytes());
    }
    flush(channel, buffer.flip());
    return sum;
  }

  private static long put(FileChannel channel, ByteBuffer buffer, byte[] line) throws IOException {
    if (line.length > buffer.remaining()) {
      flush(channel, buffer.flip());
      buffer.clear();
    }
    if (line.length > buffer.remaining()) {
      flush(channel, ByteBuffer.wrap(line));
    } else {
      buffer.put(line);
    }
    return line.length;
  }

  private static void flush(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void forceFolder(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true); // the new name itself must outlive a power cut
    }
  }

  /// Adds lines at the end and returns when they are on the disk.
  ///
  /// @throws IllegalStateException if [#write] has not succeeded before, or something failed since
  public void append(List<byte[]> lines) throws IOException {
    if (!isOpen()) {
      throw new IllegalStateException("written anew first");
    }
    ByteBuffer buffer = ByteBuffer.allocate(lines.stream().mapToInt(l -> l.length + 64).sum());
    for (byte[] text : lines) {
      buffer.put(new CheckedLine(next++, false, text).toBytes());
    }
    buffer.flip();
    try {
      for (FileChannel channel : open) {
        flush(channel, buffer.duplicate());
        channel.force(false);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    bytes += buffer.limit();
  }

  /// Whether lines can be added.
  public boolean isOpen() {
    return open.size() == files.size();
  }

  /// What one of the two files takes.
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    for (FileChannel channel : open) {
      try {
        channel.close();
      } catch (IOException e) {
        // What counts was forced to the disk before.
      }
    }
    open.clear();
  }
}

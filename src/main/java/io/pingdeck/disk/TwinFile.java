package io.pingdeck.disk;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import io.pingdeck.disk.CheckedLine.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Lines of text in a file and in a copy beside it, `.copy`. Each line has a checksum and a number:
/// what is damaged in one of the two is read from the other, and what is missing in both is
/// counted. A process that is killed at any moment leaves every line for which [#write] or
/// [#append] has returned.
///
/// The first line says how many were written with it, and an end follows whatever is written or
/// appended. The files are written one after the other, so that one of them has its end at any
/// moment: where neither has, something is missing. Files of the first version, whose first line
/// says nothing, have no ends.
///
/// One thread at a time. After an [IOException] nobody knows what reached the disk: the content has
/// to be written anew as a whole.
public final class TwinFile implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  /// Bytes that a line has besides its text, at most.
  private static final int MOST_AROUND = 64;

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
  /// @param damaged how many places of either file could not be read, a missing end included
  /// @param isCut whether neither file ends as it was left, so that more than `lost` may be missing
  public record Reading(long read, long lost, long damaged, boolean isCut) {
    /// Whether there were lines once, and none is left.
    public boolean isNothingLeft() {
      return read == 0 && (damaged > 0 || isCut);
    }
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
      Path other = isReadable(file) ? file : copy;
      if (!isReadable(other)) {
        throw e;
      }
      Reading alone = read(other, other, visitor);
      return new Reading(alone.read(), alone.lost(), alone.damaged() + 1, alone.isCut());
    }
  }

  private Reading read(Path file, Path copy, LineVisitor visitor) throws IOException {
    Merge all = new Merge(Long.MIN_VALUE);
    all.run(file, copy, text -> {});
    next = Math.max(next, Math.max(all.last, all.end) + 1);
    boolean whole = all.lost == 0 && all.beginning.isPresent();
    Merge wanted = new Merge(whole ? all.beginning.get() : Long.MIN_VALUE);
    wanted.run(file, copy, visitor);
    return new Reading(wanted.read, all.lost, all.damaged, all.isCut());
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
    private long end;
    private Optional<Long> beginning = Optional.empty();
    private OptionalLong written = OptionalLong.empty();

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
        end = Math.max(a.end(), b.end());
        long wanted = Math.max(end, written.orElse(0));
        lost += last > 0 && !isOld() ? Math.max(0, wanted - last) : 0;
        damaged = a.damaged() + b.damaged() + (a.isCut(wanted) ? 1 : 0) + (b.isCut(wanted) ? 1 : 0);
      }
    }

    private boolean isOld() {
      return beginning.isPresent() && written.isEmpty();
    }

    boolean isCut() {
      return written.isPresent() && end < written.getAsLong();
    }

    private static long number(Optional<CheckedLine> line) {
      return line.map(CheckedLine::number).orElse(Long.MAX_VALUE);
    }

    private void see(CheckedLine line, LineVisitor visitor) throws IOException {
      if (line.begins()) {
        beginning = Optional.of(line.number());
        written = line.lastWritten();
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
  /// @param lines without newlines in them
  public void write(List<byte[]> lines) throws IOException {
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

  private long fill(FileChannel channel, List<byte[]> lines) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long sum = put(channel, buffer, CheckedLine.beginning(next++, lines.size()).toBytes());
    for (byte[] text : lines) {
      sum += put(channel, buffer, content(text));
    }
    sum += put(channel, buffer, CheckedLine.end(next - 1).toBytes());
    flush(channel, buffer.flip());
    return sum;
  }

  private byte[] content(byte[] text) {
    return new CheckedLine(next++, Kind.CONTENT, text).toBytes();
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
    int most = lines.stream().mapToInt(line -> line.length + MOST_AROUND).sum() + MOST_AROUND;
    ByteBuffer buffer = ByteBuffer.allocate(most);
    for (byte[] text : lines) {
      buffer.put(content(text));
    }
    buffer.put(CheckedLine.end(next - 1).toBytes()).flip();
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

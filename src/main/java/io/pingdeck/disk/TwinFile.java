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

/// Lines of text in a file and in a copy beside it, `.copy`. Each line has a checksum and a number.
/// Lines damaged in one file are read from the other; lines lost in both are counted. If the
/// process is killed at any moment, every line for which [#write] or [#append] has returned
/// survives.
///
/// The first line contains the number of lines written with it, and an end line follows every write
/// and append. The two files are written one after the other, so that one of them has its end line
/// at any moment. If neither has, lines are missing. Files of the first version, whose first line
/// contains no number, have no end lines.
///
/// A newer version of the program that changes the content writes a format above [#FORMAT] into the
/// first line; this version then refuses to read it.
///
/// Not thread-safe. After an [IOException] the state on the disk is unknown, and the content must
/// be rewritten as a whole.
public final class TwinFile implements AutoCloseable {
  /// Newest format of content that this version knows. Not written as long as it is 1.
  static final int FORMAT = 1;

  private static final int BUFFER = 256 << 10;

  /// Maximum number of bytes of a line besides its text.
  private static final int MOST_AROUND = 64;

  private final List<Path> files;
  private final List<FileChannel> open = new ArrayList<>();
  private long next = 1;
  private long bytes;

  public TwinFile(Path file) {
    requireNonNull(file, "file");
    files = List.of(file, file.resolveSibling(file.getFileName() + ".copy"));
  }

  /// Receives lines in the order in which they were written.
  @FunctionalInterface
  public interface LineVisitor {
    void line(byte[] text) throws IOException;
  }

  /// The result of reading the lines back.
  ///
  /// @param read number of lines that are intact in at least one file
  /// @param lost number of lines known to be missing in both files
  /// @param damaged number of unreadable places in either file, including missing end lines
  /// @param isCut whether both files are truncated, so that more than `lost` lines may be missing
  public record Reading(long read, long lost, long damaged, boolean isCut) {
    /// Whether lines were written and all of them are lost.
    public boolean isNothingLeft() {
      return read == 0 && (damaged > 0 || isCut);
    }
  }

  /// Reads the newest content. If lines of it are missing, the remains of an older content come
  /// before it.
  ///
  /// @throws NewerFormatException if a newer version of the program wrote it
  public Reading read(LineVisitor visitor) throws IOException {
    Path file = files.getFirst();
    Path copy = files.getLast();
    try {
      return read(file, copy, visitor);
    } catch (IOException e) {
      // At least one of the files cannot be read.
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

  /// Merges the lines of both files by number, each number once.
  private static final class Merge {
    private final long first;
    private Path file;
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
        this.file = file;
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
        if (line.format() > FORMAT) {
          throw NewerFormatException.of(file, line.format(), FORMAT);
        }
        beginning = Optional.of(line.number());
        written = line.lastWritten();
        lost = 0;
      } else {
        // Without a beginning, the first line read is at least line 2.
        lost += last == 0 ? 1 : line.number() - last - 1;
      }
      last = line.number();
      if (!line.begins() && last >= first) {
        read++;
        visitor.line(line.text());
      }
    }
  }

  /// Replaces the content. Writes a new file beside each of the two, forces it to the disk and
  /// renames it.
  ///
  /// @param lines lines without newlines
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
      folder.force(true); // the rename must survive a power failure
    }
  }

  /// Appends lines, and returns when they are on the disk.
  ///
  /// @throws IllegalStateException if there was no successful [#write] before, or a call has failed
  ///   since
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

  /// Whether lines can be appended.
  public boolean isOpen() {
    return open.size() == files.size();
  }

  /// Size of one of the two files in bytes.
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    for (FileChannel channel : open) {
      try {
        channel.close();
      } catch (IOException e) {
        // Everything acknowledged was forced to the disk before.
      }
    }
    open.clear();
  }
}

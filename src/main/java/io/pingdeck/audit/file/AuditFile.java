package io.pingdeck.audit.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.disk.LockedFolder;
import io.pingdeck.disk.PrivateFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The audit log, `audit/audit.log` of the data folder: a line of JSON for each entry. At 8 MiB the
/// file becomes `audit.log.1`, that one `audit.log.2` and so on; ten are kept. Of the eleventh the
/// entries about users move to `audit.users.log`, which is rotated in the same way: what callers do
/// every day must not push them out. Several processes may append. Thread-safe; blocks.
public final class AuditFile {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long MOST_BYTES = 8L << 20;
  private static final int KEPT = 10;

  private final Path file;
  private final Path lasting;
  private final long mostBytes;

  /// @param data the data folder
  public AuditFile(Path data) {
    this(data, MOST_BYTES);
  }

  AuditFile(Path data, long mostBytes) {
    file = data.resolve("audit").resolve("audit.log");
    lasting = file.resolveSibling("audit.users.log");
    this.mostBytes = mostBytes;
  }

  public Path path() {
    return file;
  }

  /// Appends entries and forces them to the disk.
  ///
  /// @return the moment under which each is kept: no two neighbours have the same
  /// @throws IOException with a sentence as message if they cannot be written
  public List<Instant> append(List<AuditEntry> entries) throws IOException {
    try (LockedFolder _ = LockedFolder.lock(file.getParent(), PATIENCE)) {
      return appendLocked(entries);
    } catch (AccessDeniedException e) {
      throw new IOException(PrivateFiles.whyDenied(file.getParent()), e);
    } catch (IOException e) {
      throw new IOException(PrivateFiles.whyUnwritten(file, e), e);
    }
  }

  private List<Instant> appendLocked(List<AuditEntry> entries) throws IOException {
    Instant before = newest();
    List<Instant> times = new ArrayList<>();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (AuditEntry entry : entries) {
      Instant at = entry.at().truncatedTo(ChronoUnit.MICROS);
      if (at.equals(before)) {
        at = at.plus(1, ChronoUnit.MICROS);
      }
      lines.writeBytes(EntryLine.write(at(at, entry)));
      times.add(at);
      before = at;
    }
    if (isFull(file, lines.size())) {
      keepLasting();
      rotate(file);
    }
    append(file, lines.toByteArray());
    return times;
  }

  private boolean isFull(Path log, int more) throws IOException {
    return Files.exists(log) && Files.size(log) + more > mostBytes;
  }

  private static void append(Path log, byte[] lines) throws IOException {
    try (FileChannel channel =
        PrivateFiles.openShared(log, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS))) {
      long end = channel.size();
      ByteBuffer bytes = ByteBuffer.wrap(withLineEnd(channel, end, lines));
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes, end + bytes.position());
        }
        channel.force(false);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    }
  }

  /// Ends a line that a crash has torn.
  private static byte[] withLineEnd(FileChannel channel, long end, byte[] lines)
      throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    if (end == 0 || channel.read(last, end - 1) < 1 || last.get(0) == '\n') {
      return lines;
    }
    byte[] both = new byte[lines.length + 1];
    both[0] = '\n';
    System.arraycopy(lines, 0, both, 1, lines.length);
    return both;
  }

  private static AuditEntry at(Instant at, AuditEntry entry) {
    return new AuditEntry(
        at,
        entry.who(),
        entry.role(),
        entry.proof(),
        entry.source(),
        entry.action(),
        entry.object(),
        entry.detail(),
        entry.status());
  }

  /// The moment of the last entry; the epoch if there is none.
  private Instant newest() throws IOException {
    List<AuditEntry> last = new ArrayList<>();
    collect(file, Optional.empty(), 1, last);
    return last.isEmpty() ? Instant.EPOCH : last.getFirst().at();
  }

  /// Saves what lasts of the file that a rotation deletes.
  private void keepLasting() throws IOException {
    Path oldest = old(file, KEPT);
    if (!Files.exists(oldest)) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (BufferedReader all = Files.newBufferedReader(oldest, StandardCharsets.ISO_8859_1)) {
      for (String line = all.readLine(); line != null; line = all.readLine()) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        if (EntryLine.read(bytes).filter(AuditEntry::isAboutUsers).isPresent()) {
          lines.writeBytes(bytes);
          lines.write('\n');
        }
      }
    }
    if (lines.size() == 0) {
      return;
    }
    if (isFull(lasting, lines.size())) {
      rotate(lasting);
    }
    append(lasting, lines.toByteArray());
  }

  private static void rotate(Path log) throws IOException {
    for (int number = KEPT - 1; number >= 1; number--) {
      if (Files.exists(old(log, number))) {
        Files.move(old(log, number), old(log, number + 1), ATOMIC_MOVE);
      }
    }
    Files.move(log, old(log, 1), ATOMIC_MOVE);
  }

  private static Path old(Path log, int number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }

  /// The newest entries, newest first. Lines that are no entries are skipped.
  ///
  /// @param before only those before this moment
  /// @param limit maximum number
  public List<AuditEntry> latest(Optional<Instant> before, int limit) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      return List.of();
    }
    try {
      return latestLocked(before, limit);
    } catch (FileSystemException e) {
      throw new IOException(PrivateFiles.whyUnread(file, e), e);
    }
  }

  private List<AuditEntry> latestLocked(Optional<Instant> before, int limit) throws IOException {
    try (LockedFolder _ = LockedFolder.lock(file.getParent(), PATIENCE)) {
      return collect(before, limit);
    } catch (FileSystemException e) {
      return collect(before, limit); // who may not write may read
    }
  }

  private List<AuditEntry> collect(Optional<Instant> before, int limit) throws IOException {
    List<AuditEntry> found = new ArrayList<>();
    for (Path log : List.of(file, lasting)) {
      collect(log, before, limit, found);
      for (int number = 1; number <= KEPT && found.size() < limit; number++) {
        collect(old(log, number), before, limit, found);
      }
    }
    return found;
  }

  private static void collect(
      Path from, Optional<Instant> before, int limit, List<AuditEntry> found) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (LinesBackwards lines = new LinesBackwards(from)) {
      Optional<byte[]> line = lines.next();
      while (line.isPresent() && found.size() < limit) {
        EntryLine.read(line.get())
            .filter(entry -> before.isEmpty() || entry.at().isBefore(before.get()))
            .ifPresent(found::add);
        line = lines.next();
      }
    }
  }
}

package io.pingdeck.alert;

import io.pingdeck.alert.outbox.AlertBook;
import io.pingdeck.alert.outbox.AlertLog;
import io.pingdeck.alert.outbox.Entry;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.disk.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The book of alerts, on disk before anything acts on it. If the disk fails, alerts go on: a full
/// disk is what they should tell of. The whole book is then written as soon as it can be. A log
/// that cannot be read is never overwritten: it is moved aside. Blocks.
final class AlertKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(AlertKeeper.class);
  private static final int ORIGIN_BYTES = 4;

  private final Path folder;
  private final AlertLog log;
  private final AlertBook book = new AlertBook(origin());
  private Optional<FileChannel> lock = Optional.empty();
  private boolean isWritable = true;
  private boolean isToBeSetAside;
  private String unread = "";
  private String fault = "";

  AlertKeeper(Path folder) {
    this.folder = folder;
    log = new AlertLog(folder);
    load();
  }

  private static String origin() {
    byte[] bytes = new byte[ORIGIN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void load() {
    try {
      AlertLog.Reading reading = log.read();
      reading.entries().forEach(book::apply);
      if (reading.lost() > 0) {
        unread("%d lines about alerts could not be read".formatted(reading.lost()));
      }
    } catch (IOException e) {
      unread("the alerts of an earlier process could not be read (" + e.getMessage() + ")");
    } catch (NewerFormatException e) {
      isWritable = false;
      fail(e);
    }
  }

  private void unread(String what) {
    LOG.warn("{}; the file is kept under another name", what);
    unread = what;
    isToBeSetAside = true;
  }

  AlertBook book() {
    return book;
  }

  /// Why alerts are not on disk, or which of an earlier process are unknown; empty if all is well.
  String fault() {
    return fault.isEmpty() ? unread : fault;
  }

  /// Writes entries, each of them as a whole or not at all, and applies them to the book.
  void commit(List<? extends Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    entries.forEach(book::apply);
    if (!isWritable) {
      return;
    }
    try {
      if (log.isOpen() && !log.isLong()) {
        log.append(List.copyOf(entries));
      } else {
        rewrite();
      }
      fault = "";
    } catch (IOException e) {
      fail(e);
    }
  }

  private void rewrite() throws IOException {
    PrivateFiles.createFolders(folder);
    if (lock.isEmpty()) {
      lock = Optional.of(take());
    }
    if (isToBeSetAside) {
      unread += "; what is left of them is in " + log.setAside(Instant.now());
      isToBeSetAside = false;
    }
    log.rewrite(book.entries());
  }

  private FileChannel take() throws IOException {
    FileChannel channel =
        PrivateFiles.open(
            folder.resolve("alerts.lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // locked within this process
    }
    channel.close();
    throw new IOException("another Pingdeck uses " + folder);
  }

  private void fail(Exception e) {
    if (fault.isEmpty()) {
      LOG.warn("alerts are not kept on disk: {}", e.getMessage());
    }
    fault = "not kept on disk: " + e.getMessage();
  }

  void close() throws IOException {
    log.close();
    if (lock.isPresent()) {
      lock.get().close();
    }
  }
}

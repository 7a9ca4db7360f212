package io.pingdeck.history.state;

import static java.util.Objects.requireNonNull;

import io.pingdeck.disk.TwinFile;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.sqlite.HistoryFolder;
import io.pingdeck.history.storage.Damage;
import io.pingdeck.history.storage.DiskTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the pings and echo servers on disk, in `pings.state` and its copy, on a thread of its own.
/// Whoever changed something may wait until it is there; all who wait at a time share one flush.
///
/// A disk that refuses stops nothing: those who wait are told why, and everything is written as
/// soon as the disk takes it. What an earlier run left is read before anything is written.
public final class StateKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);
  private static final String FILE = "pings.state";
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_PAUSE = 5 * SECOND;

  /// Lines are added until the file has so many bytes and is twice what its content needs.
  private static final long COMPACT_BYTES = 4 << 20;

  private final HistoryFolder folder;
  private final PingLedger ledger;
  private final HistoryLimits limits;
  private final int mostEnded;
  private final Damage damage;
  private final TwinFile file;
  private final OlderState older;
  private final Thread thread;
  private final CompletableFuture<SavedState> known = new CompletableFuture<>();
  private List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();
  private volatile boolean closing;
  private volatile String trouble = "";
  private long compacted;
  private long retryAt;
  private long pause = SECOND;

  /// @param mostEnded how many pings that have ended are kept
  /// @param damage is told of what could not be read
  public StateKeeper(
      HistoryFolder folder, PingLedger ledger, HistoryLimits limits, int mostEnded, Damage damage) {
    this.folder = requireNonNull(folder, "folder");
    this.ledger = requireNonNull(ledger, "ledger");
    this.limits = requireNonNull(limits, "limits");
    this.mostEnded = mostEnded;
    this.damage = requireNonNull(damage, "damage");
    file = new TwinFile(folder.path().resolve(FILE));
    older = new OlderState(folder.path(), damage);
    thread = Thread.ofPlatform().name("state").daemon(true).unstarted(this::run);
  }

  /// Reads what is there, if that is possible now, and starts the thread.
  public void start() {
    attempt(List.of());
    thread.start();
  }

  /// What the run before left, as soon as it could be read.
  public CompletableFuture<SavedState> known() {
    return known.copy();
  }

  /// Why nothing is kept just now; empty if it is.
  public String trouble() {
    return trouble;
  }

  /// Completes when everything the ledger was told before is on the disk: empty; or when it is
  /// known that it is not: why, in words. Then it will be kept once the disk takes it.
  public CompletableFuture<Optional<String>> saved() {
    CompletableFuture<Optional<String>> done = new CompletableFuture<>();
    synchronized (this) {
      if (!closing) {
        waiting.add(done);
        notifyAll();
        return done;
      }
    }
    done.complete(Optional.of("the program is ending"));
    return done;
  }

  private void run() {
    long next = System.nanoTime() + SECOND;
    while (!closing) {
      List<CompletableFuture<Optional<String>>> asked = await(next);
      boolean second = System.nanoTime() - next >= 0;
      if (second) {
        next = Math.max(next + SECOND, System.nanoTime());
      }
      answer(asked, attempt(second ? ledger.due() : ledger.urgent()));
    }
    answer(await(System.nanoTime()), end());
    file.close();
  }

  /// Until somebody asks, or a moment has come.
  private synchronized List<CompletableFuture<Optional<String>>> await(long until) {
    try {
      long left = until - System.nanoTime();
      while (waiting.isEmpty() && !closing && left > 0) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
        left = until - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<CompletableFuture<Optional<String>>> asked = waiting;
    waiting = new ArrayList<>();
    return asked;
  }

  private static void answer(
      List<CompletableFuture<Optional<String>>> asked, Optional<String> whyNot) {
    asked.forEach(one -> one.complete(whyNot));
  }

  /// Adds lines to the file, or writes everything anew where that is due.
  ///
  /// @return why it is not on the disk
  private Optional<String> attempt(List<byte[]> lines) {
    boolean rests = retryAt != 0 && System.nanoTime() - retryAt < 0;
    if (!rests) { // after a failure everything is written, these lines too
      try {
        read();
        folder.take();
        write(lines);
        works();
      } catch (IOException | RuntimeException e) {
        fails(e);
      }
    }
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  private void write(List<byte[]> lines) throws IOException {
    if (!file.isOpen() || file.bytes() > Math.max(COMPACT_BYTES, 2 * compacted)) {
      file.write(ledger.everything(false));
      compacted = file.bytes();
      older.replaced();
    } else if (!lines.isEmpty()) {
      file.append(lines);
    }
  }

  private void works() {
    if (!trouble.isEmpty()) {
      LOG.info("pings and echo servers are kept on disk again");
    }
    trouble = "";
    pause = SECOND;
    retryAt = 0;
  }

  private void fails(Exception e) {
    String what = DiskTrouble.sentence(folder.path(), e);
    if (!what.equals(trouble)) {
      LOG.warn("pings and echo servers are not kept on disk: {}", what);
    }
    trouble = what;
    file.close();
    retryAt = System.nanoTime() + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }

  private void read() throws IOException {
    if (known.isDone()) {
      return;
    }
    if (!Files.isDirectory(folder.path())) {
      folder.take(); // there is nothing to read if it can be made
    }
    StateLines lines = new StateLines();
    TwinFile.Reading reading = file.read(lines::read);
    say(reading, lines.unread());
    boolean isNew = reading.read() == 0 && reading.lost() == 0;
    Instant since = Instant.now().minusSeconds(limits.rollupDays() * 86_400L);
    SavedState all = isNew ? older.read(mostEnded) : lines.state();
    SavedState state = all.keeping(mostEnded, since);
    ledger.restore(state);
    known.complete(state);
  }

  private void say(TwinFile.Reading reading, long unread) {
    Path path = folder.path().resolve(FILE);
    long lost = reading.lost() + unread;
    if (reading.isNothingLeft()) {
      damage.found(path.getFileName(), "nothing in it or in its copy can be read");
    } else if (reading.isCut() && lost == 0) {
      damage.found(path.getFileName(), "its end is missing: what was new at last may be lost");
    } else if (reading.damaged() > 0 && lost == 0) {
      LOG.warn("{} or its copy was damaged; nothing is lost: the other had it", path);
    }
    if (lost > 0) {
      String count = (reading.isCut() ? "at least " : "") + lost;
      damage.found(
          path.getFileName(), count + " lines, each a ping or what was new about one, are lost");
    }
  }

  private Optional<String> end() {
    if (!known.isDone()) {
      return Optional.of(trouble); // what nobody has read must not be replaced
    }
    try {
      folder.take();
      file.write(ledger.everything(true));
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("how the pings stood at the end is not kept: {}", e.getMessage());
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Writes everything, and that the program has ended in order.
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

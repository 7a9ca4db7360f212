package io.pingdeck.history.state;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EndedThread;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.disk.TwinFile;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.sqlite.HistoryFolder;
import io.pingdeck.history.storage.CorruptionLog;
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

/// Saves the pings and echo servers on disk, in `pings.state` and its copy, on its own thread.
/// Callers can wait until a change is saved; all that wait at the same time share one flush.
///
/// Write failures are reported to the waiting callers, and writing is retried until everything is
/// saved. What an earlier run left is read before anything is written.
public final class StateKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);
  private static final String FILE = "pings.state";
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_PAUSE = 5 * SECOND;

  /// The file is compacted when it has this size and is twice as large as its content.
  private static final long COMPACT_BYTES = 4 << 20;

  private final HistoryFolder folder;
  private final PingLedger ledger;
  private final HistoryLimits limits;
  private final int mostEnded;
  private final CorruptionLog damage;
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

  /// @param mostEnded maximum number of ended pings kept
  /// @param damage counts what could not be read
  public StateKeeper(
      HistoryFolder folder,
      PingLedger ledger,
      HistoryLimits limits,
      int mostEnded,
      CorruptionLog damage) {
    this.folder = requireNonNull(folder, "folder");
    this.ledger = requireNonNull(ledger, "ledger");
    this.limits = requireNonNull(limits, "limits");
    this.mostEnded = mostEnded;
    this.damage = requireNonNull(damage, "damage");
    file = new TwinFile(folder.path().resolve(FILE));
    older = new OlderState(folder.path(), damage);
    thread = Thread.ofPlatform().name("state").daemon(true).unstarted(this::run);
  }

  /// Reads the saved state, if that is possible now, and starts the thread.
  ///
  /// @throws NewerFormatException if a newer version of the program wrote the state
  public void start() {
    try {
      read();
    } catch (NewerFormatException e) {
      file.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      // The attempt fails in the same way, and tells.
    }
    attempt(List.of());
    thread.start();
  }

  /// The state left by the previous run, once it could be read.
  public CompletableFuture<SavedState> known() {
    return known.copy();
  }

  /// Why nothing can be saved at the moment; empty if saving works.
  public String trouble() {
    return trouble;
  }

  /// Completes empty when everything recorded before is on the disk, or with the reason when it is
  /// known not to be. In the latter case it is saved once the disk allows it.
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

  /// Waits until a caller asks for a flush, or until the given time.
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

  /// Appends lines to the file, or rewrites it if that is due.
  ///
  /// @return why the lines are not on the disk
  private Optional<String> attempt(List<byte[]> lines) {
    boolean rests = retryAt != 0 && System.nanoTime() - retryAt < 0;
    if (!rests) { // the rewrite after a failure includes these lines
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
      LOG.info("pings and echo servers are saved again");
    }
    trouble = "";
    pause = SECOND;
    retryAt = 0;
  }

  private void fails(Exception e) {
    String what = DiskTrouble.sentence(folder.path(), e);
    if (!what.equals(trouble)) {
      LOG.warn("pings and echo servers are not saved: {}", what);
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
      folder.take(); // if the folder can be created, there is nothing to read
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
      damage.found(path.getFileName(), "its end is missing: the last changes may be lost");
    } else if (reading.damaged() > 0 && lost == 0) {
      LOG.warn("{} or its copy was damaged; nothing is lost: the other had it", path);
    }
    if (lost > 0) {
      String count = (reading.isCut() ? "at least " : "") + lost;
      damage.found(path.getFileName(), count + " lines (pings or changes of pings) are lost");
    }
  }

  private Optional<String> end() {
    if (!known.isDone()) {
      return Optional.of(trouble); // unread state must not be overwritten
    }
    try {
      folder.take();
      file.write(ledger.everything(true));
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the final state of the pings is not saved: {}", e.getMessage());
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Saves everything, with a mark that the program shut down in order.
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    EndedThread.await(thread);
  }
}

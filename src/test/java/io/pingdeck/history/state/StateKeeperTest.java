package io.pingdeck.history.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.server.Await;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.days.StoreFixture;
import io.pingdeck.history.sqlite.HistoryFolder;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Slow
@Timeout(60)
class StateKeeperTest {
  private static final int MOST_ENDED = 10;
  private static final int PAGE = 4096;
  private static final Instant NOW = Instant.now();

  @TempDir private Path root;
  private Path path;
  private HistoryFolder folder;
  private StateKeeper keeper;
  private PingLedger ledger;
  private CorruptionLog damage;

  @BeforeEach
  void start() {
    path = root.resolve("history");
    open();
  }

  private void open() {
    folder = new HistoryFolder(path);
    ledger = new PingLedger();
    damage = new CorruptionLog();
    keeper = new StateKeeper(folder, ledger, HistoryLimits.DEFAULT, MOST_ENDED, damage);
    keeper.start();
  }

  @AfterEach
  void close() {
    keeper.close();
    folder.close();
  }

  @Test
  void whatIsSavedOutlivesAKill() throws Exception {
    ledger.put(PingSamples.ping(1));
    ledger.put(PingSamples.ping(2));
    assertThat(saved()).isEmpty();
    ledger.remove(1);
    assertThat(saved()).isEmpty();

    startAgainAsAfterAKill();

    assertThat(ids(known())).containsExactly(2L);
    assertThat(known().wasClosed()).isFalse();
  }

  @Test
  void endInOrderIsNoted() throws Exception {
    ledger.put(PingSamples.ping(1));
    close();
    open();

    assertThat(ids(known())).containsExactly(1L);
    assertThat(known().wasClosed()).isTrue();
  }

  @Test
  void whileTheDiskRefusesTheReasonIsTheAnswer() throws Exception {
    close();
    Files.delete(path.resolve("pings.state"));
    Files.delete(path.resolve("pings.state.copy"));
    Path obstacle = Files.createDirectory(path.resolve("pings.state.new"));
    open();
    ledger.put(PingSamples.ping(1));

    assertThat(saved()).hasValueSatisfying(why -> assertThat(why).contains("cannot be written"));

    Files.delete(obstacle);
    while (saved().isPresent()) {
      Await.pause();
    }
    startAgainAsAfterAKill();
    assertThat(ids(known())).containsExactly(1L);
  }

  @Test
  void whatCannotBeReadIsNotReplacedAndComesBackWhenItCan() throws Exception {
    ledger.put(PingSamples.ping(1));
    close();
    Path away = root.resolve("away");
    Files.move(path, away);
    Files.createFile(path); // not a folder
    open();
    ledger.put(PingSamples.ping(2));

    assertThat(saved()).isPresent();

    Files.delete(path);
    Files.move(away, path);
    while (saved().isPresent()) {
      Await.pause();
    }
    startAgainAsAfterAKill();
    assertThat(ids(known())).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void anyPageOfAFileMayBeLost() throws Exception {
    LongStream.range(0, 100).forEach(id -> ledger.put(PingSamples.ping(id)));
    close();
    Path file = path.resolve("pings.state");
    byte[] whole = Files.readAllBytes(file);

    for (int at = 0; at < whole.length; at += PAGE) {
      byte[] zeroed = whole.clone();
      Arrays.fill(zeroed, at, Math.min(at + PAGE, whole.length), (byte) 0);
      for (byte[] content : List.of(zeroed, Arrays.copyOf(whole, at))) {
        Files.write(file, content);
        open();
        assertThat(known().pings()).hasSize(100);
        assertThat(damage.blocks()).isZero();
        close();
      }
    }
  }

  @Test
  void pageLostInBothFilesIsToldAndTheRestComesBack() throws Exception {
    LongStream.range(0, 100).forEach(id -> ledger.put(PingSamples.ping(id)));
    close();
    for (String name : List.of("pings.state", "pings.state.copy")) {
      byte[] bytes = Files.readAllBytes(path.resolve(name));
      Arrays.fill(bytes, PAGE, 2 * PAGE, (byte) 0);
      Files.write(path.resolve(name), bytes);
    }
    open();

    assertThat(known().pings()).hasSizeBetween(80, 99);
    assertThat(damage.blocks()).isEqualTo(1);
  }

  @Test
  void filesThatAreCutOrEmptyAreTold() throws Exception {
    LongStream.range(0, 100).forEach(id -> ledger.put(PingSamples.ping(id)));
    close();
    byte[] whole = Files.readAllBytes(path.resolve("pings.state"));

    for (int length : new int[] {whole.length / 2, 0}) {
      for (String name : List.of("pings.state", "pings.state.copy")) {
        Files.write(path.resolve(name), Arrays.copyOf(whole, length));
      }
      open();
      assertThat(known().pings()).hasSizeLessThan(100);
      assertThat(damage.blocks()).isEqualTo(1);
      close();
    }
  }

  @Test
  void thoseThatEndedLongAgoAreNotKept() throws Exception {
    for (long id = 1; id <= 30; id++) {
      ledger.put(ended(id, NOW.minusSeconds(id)));
    }
    ledger.put(ended(31, NOW.minusSeconds(3 * 365 * 86_400L)));
    ledger.put(PingSamples.ping(32));
    close();
    open();

    assertThat(ids(known()))
        .hasSize(MOST_ENDED + 1)
        .contains(1L, 10L, 32L)
        .doesNotContain(11L, 31L);
  }

  @Test
  void fileOfAnOlderVersionIsReadOnceAndTrimmed() throws Exception {
    close();
    older(3, 500);
    open();

    assertThat(ids(known())).hasSize(3 + MOST_ENDED).contains(1L, 2L, 3L, 1000L, 1009L);
    assertThat(saved()).isEmpty();
    assertThat(path.resolve("state.db")).doesNotExist();
    assertThat(path.resolve("state.db.old")).exists();
    close();
    open();
    assertThat(known().pings()).hasSize(3 + MOST_ENDED);
    assertThat(path.resolve("state.db.old")).doesNotExist();
  }

  @Test
  void damagedFileOfAnOlderVersionIsReadAsFarAsPossible() throws Exception {
    close();
    older(40, 0);
    byte[] whole = Files.readAllBytes(path.resolve("state.db"));
    int pages = whole.length / PAGE;
    List<Integer> left = new ArrayList<>();

    for (int page = 0; page < pages; page++) {
      byte[] zeroed = whole.clone();
      Arrays.fill(zeroed, page * PAGE, (page + 1) * PAGE, (byte) 0);
      for (byte[] content : List.of(zeroed, Arrays.copyOf(whole, page * PAGE))) {
        for (String name : List.of("pings.state", "pings.state.copy")) {
          Files.deleteIfExists(path.resolve(name));
        }
        Files.write(path.resolve("state.db"), content);
        open();
        left.add(known().pings().size());
        assertThat(known().pings().size() == 40 || damage.blocks() > 0 || content.length == 0)
            .as("page %d of %d: %d pings, nothing said", page, pages, left.getLast())
            .isTrue();
        close();
      }
    }

    assertThat(left.stream().filter(count -> count > 20).count()).isGreaterThan(pages / 2);
  }

  private void older(int running, int endedPings) throws SQLException, IOException {
    for (String name : List.of("pings.state", "pings.state.copy")) {
      Files.deleteIfExists(path.resolve(name));
    }
    List<SavedPing> pings = new ArrayList<>();
    LongStream.rangeClosed(1, running).forEach(id -> pings.add(saved(PingSamples.ping(id))));
    for (int i = 0; i < endedPings; i++) {
      pings.add(saved(ended(1000 + i, NOW.minusSeconds(i))));
    }
    try (OlderStateFile file = OlderStateFile.open(path.resolve("state.db"))) {
      file.put(pings);
      file.ending(true);
      file.commit();
    }
  }

  private static SavedPing saved(PingInfo info) {
    return new SavedPing(info, PingCounters.ZERO, new RttDistribution(), 5, 7);
  }

  private static PingInfo ended(long id, Instant at) {
    return PingSamples.ping(id).ended(PingState.STOPPED, at, "");
  }

  private Optional<String> saved() throws Exception {
    return keeper.saved().get(20, TimeUnit.SECONDS);
  }

  private SavedState known() throws Exception {
    return keeper.known().get(20, TimeUnit.SECONDS);
  }

  private static List<Long> ids(SavedState state) {
    return state.pings().stream().map(ping -> ping.info().id().value()).toList();
  }

  private void startAgainAsAfterAKill() throws IOException {
    Path copy = root.resolve("after");
    StoreFixture.copy(path, copy);
    close();
    path = copy;
    open();
  }
}

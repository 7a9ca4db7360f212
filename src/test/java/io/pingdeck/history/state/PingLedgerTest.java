package io.pingdeck.history.state;

import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.days.MadeSamples;
import io.pingdeck.stats.PingSamples;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The state that must be on disk if the program is killed now.
class PingLedgerTest {
  private final PingLedger ledger = new PingLedger();

  @Test
  void samplesOfAFewPingsAreCountedEachSecond() {
    start(PingLedger.FEW);

    for (int second = 1; second <= 3; second++) {
      sample(PingLedger.FEW, second);

      List<SavedPing> due = due();

      assertThat(due).hasSize(PingLedger.FEW);
      assertThat(due.getFirst().lastSequence()).isEqualTo(second);
    }
  }

  @Test
  void samplesOfManyEveryTenSeconds() {
    start(PingLedger.FEW + 1); // the first turn

    for (int second = 2; second < PingLedger.SAVE_SECONDS; second++) {
      sample(PingLedger.FEW + 1, second);

      assertThat(due()).isEmpty();
    }

    List<SavedPing> due = due();

    assertThat(due).hasSize(PingLedger.FEW + 1);
    assertThat(due.getFirst().lastSequence()).isEqualTo(PingLedger.SAVE_SECONDS - 1);
  }

  @Test
  void whatAPersonChangedIsDueAtOnceAndOnce() {
    start(PingLedger.FEW + 1);
    ledger.put(PingSamples.ping(1).stopping());
    ledger.remove(2);

    SavedState changed = state(ledger.urgent());

    assertThat(changed.pings()).hasSize(1);
    assertThat(ledger.urgent()).isEmpty();
    assertThat(ledger.find(2)).isEmpty();
    assertThat(state(ledger.everything(true)).pings()).hasSize(PingLedger.FEW);
    assertThat(ledger.due()).as("everything was said").isEmpty();
  }

  @Test
  void newStateOverridesRestoredState() {
    SavedState before = state(ledgerWith(1, 2).everything(true));
    ledger.put(PingSamples.ping(1).stopping());

    ledger.restore(before);

    assertThat(ledger.find(1).orElseThrow().info()).isEqualTo(PingSamples.ping(1).stopping());
    assertThat(ledger.find(2).orElseThrow().info()).isEqualTo(PingSamples.ping(2));
  }

  private static PingLedger ledgerWith(long... pings) {
    PingLedger made = new PingLedger();
    for (long ping : pings) {
      made.put(PingSamples.ping(ping));
    }
    return made;
  }

  private List<SavedPing> due() {
    return state(ledger.due()).pings();
  }

  private static SavedState state(List<byte[]> lines) {
    StateLines read = new StateLines();
    lines.forEach(read::read);
    assertThat(read.unread()).isZero();
    return read.state();
  }

  private void start(int pings) {
    for (long id = 1; id <= pings; id++) {
      ledger.put(PingSamples.ping(id));
    }
    assertThat(due()).hasSize(pings);
  }

  private void sample(int pings, long sequence) {
    for (long id = 1; id <= pings; id++) {
      ledger.record(List.of(new MadeSamples(id, START, SECOND).batch(sequence, sequence)));
    }
  }
}

package io.pingdeck.store;

import static io.pingdeck.store.MadeSamples.SECOND;
import static io.pingdeck.store.MadeSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.stats.PingSamples;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is on the disk if the program is killed now.
class PingLedgerTest {
  private static final long PING = 1;

  private PingLedger ledger;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    ledger = PingLedger.open(directory);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void samplesOfAFewPingsAreCountedEachSecond() throws IOException {
    start(PingLedger.FEW);

    for (int second = 1; second <= 3; second++) {
      sample(PingLedger.FEW, second);
      ledger.turn();

      assertThat(lastSequence()).isEqualTo(second);
    }
  }

  @Test
  void samplesOfManyEveryTenSeconds() throws IOException {
    start(PingLedger.FEW + 1); // the first turn

    for (int second = 2; second < PingLedger.SAVE_SECONDS; second++) {
      sample(PingLedger.FEW + 1, second);
      ledger.turn();

      assertThat(lastSequence()).isZero();
    }
    ledger.turn();

    assertThat(lastSequence()).isEqualTo(PingLedger.SAVE_SECONDS - 1);
  }

  private void start(int pings) throws IOException {
    for (long id = 1; id <= pings; id++) {
      ledger.put(PingSamples.ping(id));
    }
    ledger.listen();
    ledger.turn();
  }

  private void sample(int pings, long sequence) {
    for (long id = 1; id <= pings; id++) {
      ledger.record(new MadeSamples(id, START, SECOND).batch(sequence, sequence));
    }
  }

  private long lastSequence() throws IOException {
    return ledger.find(PING).orElseThrow().lastSequence();
  }
}

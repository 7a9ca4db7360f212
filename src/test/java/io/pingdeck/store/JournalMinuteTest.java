package io.pingdeck.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.probe.SampleBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalMinuteTest {
  private final JournalMinute journal = new JournalMinute();

  @Test
  void rowsAreMergedByPingAndStayInTheirOrder() {
    journal.add(1, row(Map.of(3L, 1L), Map.of(8L, 1L)));
    journal.add(2, row(Map.of(-5L, 1L), Map.of(3L, 2L), Map.of(9L, 1L)));
    journal.add(3, row(Map.of(3L, 3L)));

    assertThat(read()).containsExactly("-5 [1]", "3 [1, 2, 3]", "8 [1]", "9 [1]");
  }

  @Test
  void rowWithPingsInAnyOrderIsReadAsOneInOrder() {
    journal.add(4, row(Map.of(9L, 1L), Map.of(4L, 1L), Map.of(7L, 1L), Map.of(2L, 1L)));
    journal.add(5, row(Map.of(2L, 2L), Map.of(9L, 2L)));

    assertThat(read()).containsExactly("2 [1, 2]", "4 [1]", "7 [1]", "9 [1, 2]");
  }

  @Test
  void minuteWithoutRowsHasNoPings() {
    journal.add(6, new byte[0]);

    assertThat(journal.hasMore()).isFalse();
  }

  /// Each ping with its sequences, in the order they came.
  private List<String> read() {
    List<String> read = new ArrayList<>();
    while (journal.hasMore()) {
      long ping = journal.ping();
      PingColumns columns = new PingColumns();
      journal.read(columns);
      read.add(ping + " " + Arrays.toString(Arrays.copyOf(columns.sequences, columns.size)));
    }
    return read;
  }

  /// @param blocks each with a ping and the sequence of its one sample
  @SafeVarargs
  private static byte[] row(Map<Long, Long>... blocks) {
    VarWriter row = new VarWriter();
    for (Map<Long, Long> block : blocks) {
      block.forEach((ping, sequence) -> {
        PingColumns columns = new PingColumns();
        SampleBatch batch =
            new MadeSamples(ping, MadeSamples.START, MadeSamples.SECOND).batch(sequence, sequence);
        columns.add(batch, 0);
        VarWriter bytes = new VarWriter();
        SampleBlock.write(columns, bytes);
        row.unsigned(ping);
        row.unsigned(bytes.size());
        row.append(bytes);
      });
    }
    return row.toBytes();
  }
}

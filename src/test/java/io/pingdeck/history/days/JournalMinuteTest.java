package io.pingdeck.history.days;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalMinuteTest {
  private static final int HEAD_BYTES = 10;

  private final Map<Long, byte[]> rows = new HashMap<>();
  private final List<Long> fetched = new ArrayList<>();
  private final JournalMinute journal =
      new JournalMinute(row -> {
        fetched.add(row);
        return Optional.ofNullable(rows.get(row));
      });

  @Test
  void rowsAreMergedByPingAndStayInTheirOrder() throws SQLException {
    add(1, row(Map.of(3L, 1L), Map.of(8L, 1L)));
    add(2, row(Map.of(-5L, 1L), Map.of(3L, 2L), Map.of(9L, 1L)));
    add(3, row(Map.of(3L, 3L)));

    assertThat(read()).containsExactly("-5 [1]", "3 [1, 2, 3]", "8 [1]", "9 [1]");
    assertThat(journal.lastRow()).isEqualTo(3);
  }

  @Test
  void rowIsFetchedWhenItsFirstPingIsDue() throws SQLException {
    add(1, row(Map.of(1L, 1L), Map.of(2L, 1L)));
    add(2, row(Map.of(5L, 1L)));
    add(3, row(Map.of(2L, 2L), Map.of(3L, 1L)));

    assertThat(journal.hasMore()).isTrue();
    assertThat(fetched).containsExactly(1L);
    assertThat(read()).containsExactly("1 [1]", "2 [1, 2]", "3 [1]", "5 [1]");
    assertThat(fetched).containsExactly(1L, 3L, 2L);
  }

  @Test
  void rowWithPingsInAnyOrderLosesNoneOfThem() throws SQLException {
    add(4, row(Map.of(9L, 1L), Map.of(4L, 1L), Map.of(7L, 1L), Map.of(2L, 1L)));
    add(5, row(Map.of(2L, 2L), Map.of(8L, 1L), Map.of(9L, 2L)));

    assertThat(read()).containsExactly("2 [2]", "8 [1]", "2 [1]", "4 [1]", "7 [1]", "9 [1, 2]");
  }

  @Test
  void damagedRowIsPassedOver() throws SQLException {
    add(6, row(Map.of(1L, 1L)));
    journal.add(7, row(Map.of(1L, 2L)));
    journal.add(8, new byte[] {-1, -1});
    add(9, row(Map.of(1L, 3L)));

    assertThat(read()).containsExactly("1 [1, 3]");
    assertThat(journal.lastRow()).isEqualTo(9);
  }

  @Test
  void minuteWithoutRowsHasNoPings() throws SQLException {
    add(10, new byte[0]);

    assertThat(journal.hasMore()).isFalse();
  }

  private void add(long id, byte[] row) {
    rows.put(id, row);
    journal.add(id, Arrays.copyOf(row, Math.min(row.length, HEAD_BYTES)));
  }

  /// Each ping with its sequences, in order of arrival.
  private List<String> read() throws SQLException {
    List<String> read = new ArrayList<>();
    while (journal.hasMore()) {
      long ping = journal.ping();
      SampleColumns columns = new SampleColumns();
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
        SampleColumns columns = new SampleColumns();
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

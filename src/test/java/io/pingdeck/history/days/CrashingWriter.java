package io.pingdeck.history.days;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.history.api.SamplePage;
import io.pingdeck.ping.sample.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Appends samples as fast as possible until it is killed. It commits a batch of ten samples at a
/// time. A few hundred commits span an hour of the ping's time, so that packing and aggregation
/// also run. Prints the last sequence of each batch once the store has it, and `failed` if the
/// store refuses one.
final class CrashingWriter {
  static final int BATCH = 10;
  static final MadeSamples PING = new MadeSamples(7, MadeSamples.START, MadeSamples.SECOND);

  private static final PrintStream ACKNOWLEDGED = System.out;

  private CrashingWriter() {}

  public static void main(String[] args) throws IOException {
    System.setOut(System.err); // for the log
    long next = Long.parseLong(args[1]);
    try (DayStore store = open(Path.of(args[0]), List.of(args).subList(2, args.length))) {
      while (true) {
        try {
          store.append(List.of(PING.batch(next, next + BATCH - 1)));
          next += BATCH;
          say(Long.toString(next - 1));
          store.maintain(PING.planned(next));
        } catch (IOException e) {
          say("failed " + e.getMessage());
        }
      }
    }
  }

  /// @param server empty, or the address of a server and its user
  private static DayStore open(Path directory, List<String> server) throws IOException {
    return server.isEmpty()
        ? DayStore.inFiles(directory, HistoryLimits.DEFAULT)
        : DayStore.onServer(
            new HistoryServer(server.getFirst(), Optional.of(server.getLast()), Optional.empty()),
            directory,
            HistoryLimits.DEFAULT);
  }

  /// The last stored sequence. Fails if an earlier one is missing, duplicate or altered.
  static long lastWithoutHole(DayStore store) throws IOException {
    List<Sample> kept = new ArrayList<>();
    try (HistoryReader reader = store.reader()) {
      long from = MadeSamples.START;
      for (boolean more = true; more; ) {
        SamplePage page = reader.samples(PING.id(), from, Long.MAX_VALUE, 10_000);
        kept.addAll(page.samples());
        more = page.nextEpochNanos().isPresent();
        from = page.nextEpochNanos().orElse(0);
      }
    }
    assertThat(kept).isEqualTo(PING.samples(1, kept.size()));
    return kept.size();
  }

  private static void say(String line) {
    ACKNOWLEDGED.println(line);
    if (ACKNOWLEDGED.checkError()) {
      Runtime.getRuntime().halt(1); // the parent is gone
    }
  }
}

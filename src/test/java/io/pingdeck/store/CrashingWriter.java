package io.pingdeck.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Appends samples as fast as it can until it is killed, a batch of ten a commit and an hour of the
/// ping's time every few hundred commits, so that packing and adding up go on as well. Prints the
/// last sequence of each batch once the store has it, `failed` where the store refuses one.
final class CrashingWriter {
  static final int BATCH = 10;
  static final MadeSamples PING = new MadeSamples(7, MadeSamples.START, MadeSamples.SECOND);

  private CrashingWriter() {}

  public static void main(String[] args) throws IOException {
    long next = Long.parseLong(args[1]);
    try (SqliteStore store = SqliteStore.open(Path.of(args[0]), HistoryLimits.DEFAULT)) {
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

  private static void say(String line) {
    System.out.println(line);
    if (System.out.checkError()) {
      Runtime.getRuntime().halt(1); // nobody listens any more
    }
  }
}

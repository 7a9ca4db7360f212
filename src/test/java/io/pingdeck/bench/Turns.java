package io.pingdeck.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Programs that take turns: one runs while the others are stopped (`SIGSTOP`, `SIGCONT`). Other
/// load on the machine, short or long, therefore affects all of them alike.
final class Turns {
  /// Long enough that the cost of stopping a program with many threads does not matter.
  private static final Duration TURN = Duration.ofSeconds(1);

  private Turns() {}

  /// Runs them in turns until all have ended.
  static void take(List<Program> programs) {
    programs.forEach(Program::stop);
    List<Program> running = new ArrayList<>(programs);
    while (!running.isEmpty()) {
      running.removeIf(program -> {
        program.goOn();
        boolean hasEnded = program.hasEnded(TURN);
        program.stop();
        return hasEnded;
      });
    }
  }
}

package io.pingdeck.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Programs that take turns: one goes on while the others are stopped (`SIGSTOP`, `SIGCONT`). What
/// else happens on the machine meanwhile, for a minute or for a second, meets all of them alike.
final class Turns {
  /// To be stopped costs a program with many threads something, which must not count.
  private static final Duration TURN = Duration.ofSeconds(1);

  private Turns() {}

  /// Lets them go on by turns until all have ended.
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

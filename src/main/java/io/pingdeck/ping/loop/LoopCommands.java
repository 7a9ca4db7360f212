package io.pingdeck.ping.loop;

import io.pingdeck.ping.sender.ProbeFaults;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Commands from other threads to the loop's thread. Every command completes, even if it is added
/// while the thread dies or afterwards.
final class LoopCommands {
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /// An action on the loop's thread.
  interface Command {
    void run() throws IOException;
  }

  private record Waiting(Command command, CompletableFuture<Void> done) {
    void run(ProbeFaults faults) {
      try {
        command.run();
        done.complete(null);
      } catch (IOException e) {
        done.completeExceptionally(e);
      } catch (RuntimeException | Error e) {
        faults.thrown(e);
        done.completeExceptionally(e);
      }
    }
  }

  /// Thread-safe; wake the loop afterwards.
  CompletionStage<Void> add(Command command) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.add(new Waiting(command, done));
    if (over) {
      refuseAll();
    }
    return done;
  }

  /// Runs the queued commands, on the loop's thread.
  ///
  /// @param faults receives what a command throws, as does the command's future
  void run(ProbeFaults faults) {
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      next.run(faults);
    }
  }

  /// Ends the queue: pending and later commands fail.
  void end() {
    over = true;
    refuseAll();
  }

  private void refuseAll() {
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      next.done().completeExceptionally(new IOException("the thread that pings has ended"));
    }
  }
}

package io.pingdeck.ping.loop;

import io.pingdeck.ping.sender.ProbeFaults;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What other threads ask of the loop's thread. Every command gets an answer, also those that come
/// while the thread dies or after it.
final class LoopCommands {
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /// Something to do on the loop's thread.
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

  /// Any thread may call it; wake the loop afterwards.
  CompletionStage<Void> add(Command command) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.add(new Waiting(command, done));
    if (over) {
      refuseAll();
    }
    return done;
  }

  /// Runs what has been asked; on the loop's thread.
  ///
  /// @param faults hears what a command throws, as whoever asked for it does
  void run(ProbeFaults faults) {
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      next.run(faults);
    }
  }

  /// The thread ends: nothing will be run any more.
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

package io.pingdeck.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The resolver of the C library, for names that only it can resolve. A call blocks for an
/// unlimited time and cannot be interrupted, so it runs on a small dedicated thread pool. While all
/// threads are blocked, further calls fail at once.
final class SystemResolver {
  private static final int THREADS = 16;
  private static final long IDLE_SECONDS = 10;

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("system-resolver-", 0).factory());

  /// @throws ResolveException if the system finds no address, or not in time
  List<InetAddress> ask(String host, long nanos) throws ResolveException, InterruptedException {
    Future<InetAddress[]> asked;
    try {
      asked = threads.submit(() -> InetAddress.getAllByName(host));
    } catch (RejectedExecutionException e) {
      throw new ResolveException(
          "cannot be resolved: all "
              + THREADS
              + " threads of the system's resolver wait for other names");
    }
    try {
      return List.of(asked.get(Math.max(1, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new ResolveException(
          "cannot be resolved: no answer from the system's resolver in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw new ResolveException("has no address");
      }
      throw new ResolveException("cannot be resolved: " + e.getCause());
    }
  }
}

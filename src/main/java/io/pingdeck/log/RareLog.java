package io.pingdeck.log;

import io.pingdeck.base.NanoClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/// Logs each kind of internal error at most once a minute, with the number of suppressed ones. An
/// error that occurs with every probe would otherwise fill the disk. Not thread-safe.
public final class RareLog {
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  /// Maximum number of kinds; further ones share one entry.
  private static final int MOST = 100;

  private final Logger log;
  private final NanoClock clock;
  private final Map<String, Kind> kinds = new HashMap<>();

  private static final class Kind {
    private long loggedNanos;
    private long left;
  }

  public RareLog(Logger log, NanoClock clock) {
    this.log = log;
    this.clock = clock;
  }

  public void fault(String what, Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    String name = cause.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    String key = kinds.containsKey(name) || kinds.size() < MOST ? name : "";
    long now = clock.nanoTime();
    Kind kind = kinds.get(key);
    if (kind != null && now - kind.loggedNanos < PAUSE_NANOS) {
      kind.left++;
      return;
    }
    log.error("{} ({} more since it was last said)", what, kind == null ? 0 : kind.left, cause);
    Kind said = new Kind();
    said.loggedNanos = now;
    kinds.put(key, said);
  }
}

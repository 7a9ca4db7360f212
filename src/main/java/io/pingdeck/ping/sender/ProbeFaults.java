package io.pingdeck.ping.sender;

import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.log.RareLog;
import io.pingdeck.ping.engine.ProbeEngine;
import org.slf4j.LoggerFactory;

/// Handles exceptions thrown while a probe is handled, which are bugs of this program. An exception
/// ends only that probe, and the thread continues. Each kind is logged once per minute. Confined to
/// the thread of a [ProbeEngine].
public final class ProbeFaults {
  private final ProbeEngine engine;
  private final RareLog log;

  public ProbeFaults(ProbeEngine engine, NanoClock clock) {
    this.engine = engine;
    log = new RareLog(LoggerFactory.getLogger(ProbeFaults.class), clock);
  }

  /// Ends the probe with EIO, unless it already has its outcome.
  public void ends(long token, Throwable cause) {
    thrown(cause);
    try {
      engine.sendFailed(token, Errno.EIO);
    } catch (RuntimeException | Error again) {
      thrown(again);
    }
  }

  /// Logs an exception whose probe is unknown.
  public void thrown(Throwable cause) {
    log.fault("a bug in Pingdeck ended the handling of a probe", cause);
  }
}

package io.pingdeck.ping.sender;

import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.log.RareLog;
import io.pingdeck.ping.engine.ProbeEngine;
import org.slf4j.LoggerFactory;

/// What is thrown while a probe is handled is the fault of this program. It ends that probe and no
/// other: the thread goes on, and the log says what was thrown, once a minute for each kind. The
/// thread of a [ProbeEngine] uses an instance.
public final class ProbeFaults {
  private final ProbeEngine engine;
  private final RareLog log;

  public ProbeFaults(ProbeEngine engine, NanoClock clock) {
    this.engine = engine;
    log = new RareLog(LoggerFactory.getLogger(ProbeFaults.class), clock);
  }

  /// The probe fails here with EIO, unless it has its outcome already.
  public void ends(long token, Throwable cause) {
    thrown(cause);
    try {
      engine.sendFailed(token, Errno.EIO);
    } catch (RuntimeException | Error again) {
      thrown(again);
    }
  }

  /// Nobody knows which probe it was about.
  public void thrown(Throwable cause) {
    log.fault("a bug in Pingdeck ended the handling of a probe", cause);
  }
}

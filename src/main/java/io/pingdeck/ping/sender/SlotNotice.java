package io.pingdeck.ping.sender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs when connection slots run out, because probes then fail locally, regardless of the network.
/// Logs one line each time they run out, not one per probe. Confined to one thread.
public final class SlotNotice {
  private static final Logger LOG = LoggerFactory.getLogger(SlotNotice.class);

  private final String text; // created once: the log counts repeats of the same text
  private boolean told;

  /// @param kind kind of probe, for the log
  /// @param most number of slots
  public SlotNotice(String kind, int most) {
    text =
        "all %d connection slots for %s probes are in use: further probes are not sent"
            .formatted(most, kind);
  }

  /// A probe found no free slot.
  public void full() {
    if (!told) {
      told = true;
      LOG.warn(text);
    }
  }

  /// A probe found a free slot.
  public void free() {
    told = false;
  }
}

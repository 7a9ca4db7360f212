package io.pingdeck.ping.sender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs when connection slots run out: probes then fail here, whatever the network does. One line
/// for each time they run out, not one for each probe. One thread uses an instance.
public final class SlotNotice {
  private static final Logger LOG = LoggerFactory.getLogger(SlotNotice.class);

  private final String text; // made once: the log counts repeats of the same text
  private boolean told;

  /// @param kind of probe, for the log
  /// @param most slots there are
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

package io.pingdeck.ping.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The running pings: by id for commands, by slot for packets.
///
/// A slot is reused as soon as its ping is gone, but an old token never credits the new ping. The
/// probe numbers of a slot continue where its previous ping stopped ([ProbeTokens#name]), so an old
/// token has a number below the new ping's first.
final class PingTable {
  private final Map<Long, PingRun> byId = new HashMap<>();
  private PingRun[] bySlot = new PingRun[16];
  private long[] nextNumbers = new long[16];
  private int[] freeSlots = new int[16];
  private int free;
  private int used;

  boolean contains(long ping) {
    return byId.containsKey(ping);
  }

  /// @return null if it is not running
  PingRun byId(long ping) {
    return byId.get(ping);
  }

  /// @return null if the slot is empty
  PingRun bySlot(int slot) {
    return slot < used ? bySlot[slot] : null;
  }

  /// The running ping in the slot of this name; null if there is none.
  PingRun named(long name) {
    return bySlot(ProbeTokens.slot(name));
  }

  /// Like [#named(long)], but null unless the ping remembers the probe of this name. A late answer
  /// to an earlier ping usually finds another ping in the slot, possibly of another protocol.
  PingRun remembering(long name, long now) {
    PingRun run = named(name);
    return run != null && run.probes().remembers(run.sequenceOf(name), now) ? run : null;
  }

  boolean anyTo(long high, long low) {
    for (int slot = 0; slot < used; slot++) {
      if (bySlot[slot] != null && bySlot[slot].goesTo(high, low)) {
        return true;
      }
    }
    return false;
  }

  Collection<PingRun> copy() {
    return List.copyOf(byId.values());
  }

  int size() {
    return byId.size();
  }

  /// Allocates a slot without a ping.
  int freeSlot() {
    if (free > 0) {
      return freeSlots[--free];
    }
    if (used == ProbeTokens.MAX_SLOTS) {
      throw new IllegalStateException("too many pings for one engine: " + used);
    }
    if (used == bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, 2 * used);
      nextNumbers = Arrays.copyOf(nextNumbers, 2 * used);
      freeSlots = Arrays.copyOf(freeSlots, 2 * used);
    }
    return used++;
  }

  /// The number of the first probe of the slot's next ping.
  long firstNumber(int slot) {
    return nextNumbers[slot];
  }

  void add(PingRun run) {
    bySlot[run.slot()] = run;
    byId.put(run.ping(), run);
  }

  void remove(PingRun run) {
    int slot = run.slot();
    nextNumbers[slot] = run.probes().nextNumber();
    bySlot[slot] = null;
    freeSlots[free++] = slot;
    byId.remove(run.ping());
  }

  /// Whether a probe of this name was ever issued. Exact until a slot's numbers wrap.
  boolean isIssued(long name) {
    int slot = ProbeTokens.slot(name);
    if (slot >= used) {
      return false;
    }
    PingRun run = bySlot[slot];
    return ProbeTokens.number(name) < (run == null ? nextNumbers[slot] : run.probes().nextNumber());
  }
}

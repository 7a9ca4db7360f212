package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.StreamFaults;
import java.util.ArrayList;
import java.util.List;

/// Where the answers of a TCP echo server stop half-way, and how late it ends. Shared by its
/// connections: each takes the cuts of one answer before the next is looked at.
public final class StreamStalls {
  private static final int STALLS = 3;

  private final LossSequence choice = new LossSequence();
  private final List<Integer> cuts = new ArrayList<>();
  private StreamFaults faults = StreamFaults.NONE;
  private int start;
  private boolean chosen;

  public StreamStalls(Impairment impairment) {
    apply(impairment);
  }

  /// Holds from the next line on. A seed starts its sequence anew.
  public void apply(Impairment wanted) {
    faults = wanted.stream();
    choice.apply(faults.stall(), 1, wanted.seedOf(STALLS));
  }

  /// @param at where the line's answer starts
  /// @param isAnswered whether there is one that could stall
  public void lineStarts(int at, boolean isAnswered) {
    start = at;
    chosen = isAnswered && choice.losesNext();
  }

  /// @param at where the line's answer ends, or what there is of it
  public void lineEnds(int at) {
    int cut = start + (at - start) / 2;
    if (chosen && cut > start) {
      cuts.add(cut);
    }
    chosen = false;
  }

  /// Where to stop, in this order; each is told once.
  public List<Integer> takeCuts() {
    if (cuts.isEmpty()) {
      return List.of();
    }
    List<Integer> taken = List.copyOf(cuts);
    cuts.clear();
    return taken;
  }

  public long nanos() {
    return faults.stallTime().toNanos();
  }

  public long closeDelayNanos() {
    return faults.closeDelay().toNanos();
  }
}

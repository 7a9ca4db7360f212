package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import java.util.ArrayList;
import java.util.List;

/// Selects where the replies of a TCP echo server stall, and how late it closes. All connections
/// share it: each takes the cuts of one reply before the next reply is processed.
public final class StreamStalls {
  private static final int STALLS = 3;

  private final LossModel choice = new LossModel();
  private final List<Integer> cuts = new ArrayList<>();
  private Impairment impairment = Impairment.NONE;
  private int start;
  private boolean chosen;

  public StreamStalls(Impairment impairment) {
    apply(impairment);
  }

  /// Takes effect with the next line. A seed restarts its sequence.
  public void apply(Impairment wanted) {
    impairment = wanted;
    choice.apply(wanted.get(ImpairmentKey.STALL), 1, wanted.seedOf(STALLS));
  }

  /// @param at offset at which the line's reply starts
  /// @param isAnswered whether there is a reply that can stall
  public void lineStarts(int at, boolean isAnswered) {
    start = at;
    chosen = isAnswered && choice.losesNext();
  }

  /// @param at offset at which the line's reply ends, as far as it is complete
  public void lineEnds(int at) {
    int cut = start + (at - start) / 2;
    if (chosen && cut > start) {
      cuts.add(cut);
    }
    chosen = false;
  }

  /// Returns and clears the offsets at which to stall, in order.
  public List<Integer> takeCuts() {
    if (cuts.isEmpty()) {
      return List.of();
    }
    List<Integer> taken = List.copyOf(cuts);
    cuts.clear();
    return taken;
  }

  public long nanos() {
    return impairment.get(ImpairmentKey.STALL_TIME).toNanos();
  }

  public long closeDelayNanos() {
    return impairment.get(ImpairmentKey.CLOSE_DELAY).toNanos();
  }
}

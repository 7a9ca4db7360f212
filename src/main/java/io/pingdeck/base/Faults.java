package io.pingdeck.base;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// The distinct faults of one input. The input determines their number, so only the first hundred
/// are kept; the rest are counted.
public final class Faults {
  /// Maximum number of faults kept.
  public static final int MOST = 100;

  private final Set<Fault> kept = new LinkedHashSet<>();
  private final int most;
  private long more;

  public Faults() {
    this(MOST);
  }

  private Faults(int most) {
    this.most = most;
  }

  /// If the list was already truncated, keeps its last fault too, which contains the count.
  static Faults of(List<Fault> found) {
    Faults faults = new Faults(found.size() == MOST + 1 ? MOST + 1 : MOST);
    found.forEach(faults::add);
    return faults;
  }

  public void add(Fault fault) {
    if (kept.contains(fault)) {
      return;
    }
    if (kept.size() < most) {
      kept.add(fault);
    } else {
      more++;
    }
  }

  public boolean isEmpty() {
    return kept.isEmpty();
  }

  /// The kept faults in the order they were found, and, if any were dropped, one more that says how
  /// many.
  public List<Fault> list() {
    List<Fault> list = new ArrayList<>(kept);
    if (more > 0) {
      String count = String.format(Locale.ROOT, "%,d", more);
      list.add(
          new Fault(
              list.getLast().field(),
              "and " + count + (more == 1 ? " more fault" : " more faults")));
    }
    return list;
  }

  /// @throws FaultException if there is at least one fault
  public void throwIfAny() {
    if (!isEmpty()) {
      throw new FaultException(this);
    }
  }

  /// Adds the faults of another input, and the number of those it dropped.
  public void addAll(FaultException other, Predicate<Fault> wanted) {
    other.kept().stream().filter(wanted).forEach(this::add);
    more += other.more();
  }

  List<Fault> kept() {
    return List.copyOf(kept);
  }

  long more() {
    return more;
  }
}

package io.pingdeck.base;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// The faults of one input, each once. An input decides how many faults it has, so only the first
/// hundred are kept and the rest is counted.
public final class Faults {
  /// How many are kept.
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

  /// Of a list that was bounded before, the last one, which counts, is kept too.
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

  /// The kept ones in the order they were found, and one more that says how many were left out.
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

  /// @throws FaultException if there is a fault
  public void throwIfAny() {
    if (!isEmpty()) {
      throw new FaultException(this);
    }
  }

  /// Adds those of another input, and counts what was left out of them.
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

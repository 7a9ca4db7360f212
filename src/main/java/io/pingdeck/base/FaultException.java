package io.pingdeck.base;

import java.util.List;
import java.util.stream.Collectors;

/// Rejects an input. Contains all its faults, not just the first, up to the limit of [Faults]. It
/// has no stack trace, because it describes the input, and a long list throws one per line.
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> kept;
  private final transient long more;
  private final transient List<Fault> faults;

  public FaultException(List<Fault> faults) {
    this(Faults.of(faults));
  }

  FaultException(Faults faults) {
    super(message(faults), null, false, false);
    this.kept = faults.kept();
    this.more = faults.more();
    this.faults = List.copyOf(faults.list());
  }

  public FaultException(String field, String message) {
    this(List.of(new Fault(field, message)));
  }

  private static String message(Faults faults) {
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("no faults");
    }
    return faults.list().stream().map(Fault::toString).collect(Collectors.joining("; "));
  }

  List<Fault> kept() {
    return kept;
  }

  long more() {
    return more;
  }

  /// All faults. If there were more than [Faults#MOST], the last one says how many were dropped.
  public List<Fault> faults() {
    return faults;
  }
}

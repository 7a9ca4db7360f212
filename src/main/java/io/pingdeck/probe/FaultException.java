package io.pingdeck.probe;

import java.util.List;
import java.util.stream.Collectors;

/// An input was refused; carries every fault found, never only the first.
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  public FaultException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("no faults");
    }
    this.faults = List.copyOf(faults);
  }

  public FaultException(String field, String message) {
    this(List.of(new Fault(field, message)));
  }

  public List<Fault> faults() {
    return faults;
  }
}

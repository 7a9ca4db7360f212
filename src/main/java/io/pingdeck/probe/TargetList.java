package io.pingdeck.probe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Many targets that are pinged with the same settings, as a person writes or pastes them: one on a
/// line, empty lines and what stands behind a `#` are passed over.
public final class TargetList {
  /// What faults of the list are about.
  public static final String FIELD = "targets";

  private static final Set<String> OF_THE_TARGET = Set.of(TargetParser.FIELD, "family");

  private TargetList() {}

  /// The pings that the list asks for.
  ///
  /// @param common the settings; its target and name are not looked at
  /// @throws FaultException with every fault of every line, and those of the settings once
  public static List<ListedPing> check(List<String> lines, PingForm common, Supplier<PingId> ids) {
    List<ListedPing> pings = new ArrayList<>();
    Set<Fault> faults = new LinkedHashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String target = withoutComment(lines.get(i));
      if (target.isEmpty()) {
        continue;
      }
      int line = i + 1;
      try {
        pings.add(new ListedPing(line, common.of(Optional.of(target)).check(ids.get())));
      } catch (FaultException e) {
        e.faults().stream()
            .map(fault -> OF_THE_TARGET.contains(fault.field()) ? fault(line, fault) : fault)
            .forEach(faults::add);
      }
    }
    if (pings.isEmpty() && faults.isEmpty()) {
      faults.add(new Fault(FIELD, "there is no target: write one on each line"));
    }
    if (!faults.isEmpty()) {
      throw new FaultException(List.copyOf(faults));
    }
    return pings;
  }

  static Fault fault(int line, Fault fault) {
    String what = fault.field().equals(TargetParser.FIELD) ? fault.message() : fault.toString();
    return new Fault(FIELD, "line " + line + ": " + what);
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).strip();
  }
}

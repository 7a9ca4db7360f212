package io.pingdeck.ping.api;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.TargetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A list of targets pinged with the same settings, as written or pasted by a user: one per line.
/// Empty lines and comments after a `#` are ignored. After a target may stand the name of the ping,
/// and its tags with a `+` before each: `icmp://192.0.2.1 Core router +berlin +core`.
public final class TargetList {
  /// Field name in faults of the list.
  public static final String FIELD = "targets";

  /// Maximum number of lines, including those without a target.
  public static final int MAX_LINES = 100_000;

  /// Maximum number of characters per line.
  private static final int MAX_LINE = 4_096;

  private static final Set<String> OF_THE_TARGET = Set.of(TargetParser.FIELD, "family", "name");

  private static final String TAGS = "tags";

  private TargetList() {}

  /// Splits a text into lines.
  ///
  /// @throws FaultException if there are too many
  public static List<String> lines(String text) {
    List<String> lines = text.lines().limit(MAX_LINES + 1L).toList();
    checkLength(lines);
    return lines;
  }

  private static void checkLength(List<String> lines) {
    if (lines.size() > MAX_LINES) {
      throw new FaultException(FIELD, "has too many lines (at most " + MAX_LINES + ")");
    }
  }

  /// The result of reading a list: the pings of its valid lines, and the faults of the others.
  ///
  /// @param faults each with its line number
  public record Lines(List<ListedPing> pings, List<Fault> faults) {
    public Lines {
      pings = List.copyOf(pings);
      faults = List.copyOf(faults);
    }
  }

  /// Checks the number of targets before any of them is parsed.
  ///
  /// @throws FaultException if there are more than may run
  public static void checkCount(List<String> lines, int most) {
    long targets = lines.stream().filter(line -> !withoutComment(line).isEmpty()).count();
    if (targets > most) {
      throw new FaultException(
          FIELD, "has " + targets + " targets: at most " + most + " pings may run");
    }
  }

  /// The pings of the list, if every line is valid.
  ///
  /// @param common the settings; its target and name are ignored
  /// @throws FaultException with the faults of every line, and those of the settings once
  public static List<ListedPing> check(
      List<String> lines, PingRequest common, Supplier<PingId> ids) {
    Faults faults = new Faults();
    List<ListedPing> pings = read(lines, common, ids, faults, faults);
    faults.throwIfAny();
    return pings;
  }

  /// Reads the valid lines even if others have faults.
  ///
  /// @throws FaultException with the faults of the settings, or if there is no line at all
  public static Lines read(List<String> lines, PingRequest common, Supplier<PingId> ids) {
    Faults ofLines = new Faults();
    Faults ofSettings = new Faults();
    List<ListedPing> pings = read(lines, common, ids, ofLines, ofSettings);
    ofSettings.throwIfAny();
    return new Lines(pings, ofLines.list());
  }

  private static List<ListedPing> read(
      List<String> lines,
      PingRequest common,
      Supplier<PingId> ids,
      Faults ofLines,
      Faults ofSettings) {
    checkLength(lines);
    List<ListedPing> pings = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String target = withoutComment(lines.get(i));
      if (target.isEmpty()) {
        continue;
      }
      int line = i + 1;
      if (target.length() > MAX_LINE) {
        ofLines.add(
            fault(line, new Fault(FIELD, "is too long (at most " + MAX_LINE + " characters)")));
        continue;
      }
      try {
        pings.add(new ListedPing(line, ping(target, common).check(ids.get())));
      } catch (FaultException e) {
        for (Fault fault : e.faults()) {
          if (OF_THE_TARGET.contains(fault.field())
              || fault.field().equals(TAGS) && !hasTagFault(common)) {
            ofLines.add(fault(line, fault));
          } else {
            ofSettings.add(fault);
          }
        }
      }
    }
    if (pings.isEmpty() && ofLines.isEmpty() && ofSettings.isEmpty()) {
      ofSettings.add(new Fault(FIELD, "there is no target: write one on each line"));
    }
    return pings;
  }

  private static boolean hasTagFault(PingRequest common) {
    try {
      common.tags().ifPresent(Tags::check);
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static PingRequest ping(String line, PingRequest common) {
    List<String> words = List.of(line.split("\\s+"));
    List<String> tags = new ArrayList<>(common.tags().orElse(List.of()));
    List<String> name = new ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith("+")) {
        tags.add(word.substring(1));
      } else {
        name.add(word);
      }
    }
    return common.of(Optional.of(words.getFirst()), Optional.of(String.join(" ", name)), tags);
  }

  static Fault fault(int line, Fault fault) {
    String what = fault.field().equals(TargetParser.FIELD) ? fault.message() : fault.toString();
    return new Fault(FIELD, "line " + line + ": " + what);
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    // A byte order mark starts a file, which may have been appended to another.
    return (comment < 0 ? line : line.substring(0, comment)).replace("\ufeff", "").strip();
  }
}

package io.pingdeck.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The table of all goals, followed by the raw values.
public final class Report {
  private static final int COLUMNS = 6;

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> raw = new ArrayList<>();
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
    rows.add(List.of("goal", "Pingdeck", "compared with", "ratio", "wanted", ""));
  }

  /// Adds a measured goal.
  void row(String goal, String figure, String peer, String ratio, String wanted, boolean isMet) {
    rows.add(List.of(goal, figure, peer, ratio, wanted, isMet ? "met" : "NOT MET"));
  }

  /// Adds a goal that could not be measured here.
  void skipped(String goal, String why) {
    rows.add(List.of(goal, "-", why, "-", "-", "skipped"));
  }

  /// Adds a raw value: printed immediately, and again below the table.
  void raw(String line) {
    out.println("  " + line);
    raw.add(line);
  }

  void print() {
    int[] widths = new int[COLUMNS];
    for (List<String> row : rows) {
      for (int i = 0; i < COLUMNS; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    out.println();
    rows.forEach(row -> out.println(line(row, widths)));
    out.println();
    raw.forEach(out::println);
  }

  private static String line(List<String> row, int[] widths) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      cells.add(row.get(i) + " ".repeat(widths[i] - row.get(i).length()));
    }
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}

package io.pingdeck.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The table of all goals, and the raw figures under it.
public final class Report {
  private static final int COLUMNS = 6;

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> raw = new ArrayList<>();
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
    rows.add(List.of("goal", "Pingdeck", "compared with", "ratio", "wanted", ""));
  }

  /// A goal that was measured.
  void row(String goal, String figure, String peer, String ratio, String wanted, boolean isMet) {
    rows.add(List.of(goal, figure, peer, ratio, wanted, isMet ? "met" : "NOT MET"));
  }

  /// A goal that could not be measured here.
  void skipped(String goal, String why) {
    rows.add(List.of(goal, "-", why, "-", "-", "skipped"));
  }

  /// A raw figure: shown at once, for whoever waits, and again under the table.
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

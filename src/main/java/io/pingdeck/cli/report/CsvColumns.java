package io.pingdeck.cli.report;

import io.pingdeck.base.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Positions of the columns of an export. Columns that the statistics do not need are ignored.
final class CsvColumns {
  private static final List<String> NEEDED = List.of("seq", "at", "outcome", "rttNanos");
  private static final String LAG = "lagNanos";

  private final List<String> names;
  private final int cells;

  /// @throws IllegalArgumentException if a column is missing
  CsvColumns(List<String> head) {
    names = head.stream().map(name -> known(name)).toList();
    List<String> missing = new ArrayList<>(NEEDED);
    missing.removeAll(names);
    if (missing.size() == NEEDED.size()) {
      throw new IllegalArgumentException("it starts neither with { nor with column names");
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("it has no column " + String.join(", ", missing));
    }
    int last = names.size();
    while (names.get(last - 1).isEmpty()) {
      last--;
    }
    cells = last;
  }

  private static String known(String name) {
    return NEEDED.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  /// @throws IllegalArgumentException if the row contains no sample
  SampleFile.Line sample(List<String> row) {
    if (row.size() < cells) {
      throw new IllegalArgumentException(
          "the row is truncated: it has " + row.size() + " of " + cells + " cells");
    }
    return SampleFile.line(
        WholeNumber.parse("seq", cell(row, "seq")),
        cell(row, "at"),
        number(row, LAG).orElse(0),
        cell(row, "outcome"),
        number(row, "rttNanos"));
  }

  private OptionalLong number(List<String> row, String name) {
    String text = names.contains(name) ? cell(row, name) : "";
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(WholeNumber.parse(name, text));
  }

  private String cell(List<String> row, String name) {
    return row.get(names.indexOf(name));
  }
}

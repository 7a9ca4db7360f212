package io.pingdeck.cli.report;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads the rows of a CSV file (RFC 4180), also as written by spreadsheets: with `;` or tabs as
/// separator, which the first row determines, a preceding line `sep=;`, and empty lines.
final class CsvRows {
  /// Far longer than any row of an export.
  private static final int MOST_CHARS = 65_536;

  private static final String SEPARATORS = ",;\t";
  private static final String SEPARATOR_LINE = "sep=";

  private final BufferedReader reader;
  private char separator;
  private int linesRead;
  private int rowLine;

  CsvRows(BufferedReader reader) {
    this.reader = requireNonNull(reader, "reader");
  }

  /// The next non-empty row, with its cells unquoted and stripped; null at the end.
  ///
  /// @throws IllegalArgumentException if a quote is not closed, or a row is too long
  List<String> next() throws IOException {
    for (String row = read(); row != null; row = read()) {
      if (separator == 0) {
        separator = separatorOf(row);
      }
      List<String> cells = row.startsWith(SEPARATOR_LINE) ? List.of() : split(row);
      if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        return cells;
      }
    }
    return null;
  }

  /// First line of the last row read, counted from 1.
  int line() {
    return rowLine;
  }

  /// A row spans several lines if a quoted cell contains line breaks.
  private String read() throws IOException {
    rowLine = linesRead + 1;
    String row = readLine();
    while (row != null && count(row, '"') % 2 == 1) {
      String more = readLine();
      if (more == null || row.length() + more.length() > MOST_CHARS) {
        throw new IllegalArgumentException("a quote is not closed");
      }
      row += "\n" + more;
    }
    return row;
  }

  private String readLine() throws IOException {
    linesRead++;
    return reader.readLine();
  }

  private static char separatorOf(String head) {
    if (head.startsWith(SEPARATOR_LINE) && head.length() > SEPARATOR_LINE.length()) {
      return head.charAt(SEPARATOR_LINE.length());
    }
    char best = 0; // an empty line does not determine it
    for (char candidate : SEPARATORS.toCharArray()) {
      best = count(head, candidate) > count(head, best) ? candidate : best;
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private List<String> split(String row) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '"') {
        // Two quotes within quotes are one literal quote.
        boolean again = !quoted && i > 0 && row.charAt(i - 1) == '"' && !cell.isEmpty();
        cell.append(again ? "\"" : "");
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}

package io.pingdeck.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/// Parses whole numbers in the formats that spreadsheets produce: `183204`, `183204,0`,
/// `1.234.567`, `1,83E+05`.
public final class WholeNumber {
  private static final Pattern GROUPED =
      Pattern.compile(
          "\\d{1,3}(\\.\\d{3}){2,}|\\d{1,3}(,\\d{3}){2,}|\\d{1,3}([ '\u00a0\u202f]\\d{3})+");

  /// Either 183 with a fraction or 183 thousand, depending on the locale.
  private static final Pattern AMBIGUOUS = Pattern.compile("[1-9]\\d{0,2}[.,]\\d{3}");

  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,19}([.,]\\d{1,19})?([eE][+]?\\d{1,2})?");

  private WholeNumber() {}

  /// @throws IllegalArgumentException if the text is not a whole number, or is ambiguous
  public static long parse(String name, String text) {
    if (AMBIGUOUS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          name + " " + text + " may be a fraction or thousands: write it without a separator");
    }
    boolean isGrouped = GROUPED.matcher(text).matches();
    if (!isGrouped && !NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(name + " " + GivenText.show(text) + " is not a number");
    }
    try {
      return new BigDecimal(isGrouped ? text.replaceAll("\\D", "") : text.replace(',', '.'))
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(name + " " + GivenText.show(text) + " is too large", e);
    }
  }
}

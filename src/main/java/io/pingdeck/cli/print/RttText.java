package io.pingdeck.cli.print;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Formats RTTs with three significant digits and a suitable unit: `183 µs`, `1.52 s`.
public final class RttText {
  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);
  private static final String[] UNITS = {"ns", "µs", "ms", "s"};

  private RttText() {}

  public static String format(double nanos) {
    BigDecimal value = BigDecimal.valueOf(nanos).round(DIGITS);
    int unit = 0;
    while (unit < UNITS.length - 1 && value.abs().compareTo(BigDecimal.valueOf(1000)) >= 0) {
      value = value.movePointLeft(3);
      unit++;
    }
    // Whole nanoseconds are exact. In larger units trailing zeros are significant: 1.00 ms.
    int integerDigits = value.precision() - value.scale();
    int decimals = unit == 0 ? 0 : Math.max(0, 3 - Math.max(1, integerDigits));
    return value.setScale(decimals, RoundingMode.HALF_UP).toPlainString() + " " + UNITS[unit];
  }
}

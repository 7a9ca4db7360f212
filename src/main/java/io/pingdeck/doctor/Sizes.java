package io.pingdeck.doctor;

import java.util.Locale;

/// Sizes for people.
final class Sizes {
  private Sizes() {}

  /// `12.3 GiB`, `512 KiB`, `99 B`.
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double value = bytes / Math.pow(1024, power);
    String unit = " " + "KMGTPE".charAt(power - 1) + "iB";
    return (value < 10 ? String.format(Locale.ROOT, "%.1f", value) : String.valueOf((long) value))
        + unit;
  }
}

package io.pingdeck.packet.dns;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.GivenText;
import java.util.Locale;
import java.util.regex.Pattern;

/// A question to a resolver: a name and a record type (RFC 1035 section 4.1.2), in class IN.
///
/// @param name labels separated by dots, in lower case, without a trailing dot; `.` alone is the
///   root
public record DnsQuestion(String name, DnsType type) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]+");
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;

  /// @throws IllegalArgumentException if the name is invalid; the message names the label at fault
  public DnsQuestion {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a name has at most " + MAX_NAME + " characters, this one has " + name.length());
    }
    if (!name.equals(".")) {
      for (String label : name.split("\\.", -1)) {
        check(label);
      }
    }
  }

  /// Parses a name as users write it: in any case, with an optional trailing dot.
  public static DnsQuestion of(String written, DnsType type) {
    String name = written.toLowerCase(Locale.ROOT);
    boolean rooted = name.length() > 1 && name.endsWith(".");
    return new DnsQuestion(rooted ? name.substring(0, name.length() - 1) : name, type);
  }

  private static void check(String label) {
    if (label.isEmpty()) {
      throw new IllegalArgumentException(
          "a label is empty: there are two dots in a row, or one in front");
    }
    if (label.length() > MAX_LABEL) {
      throw new IllegalArgumentException(
          "the label %s… has %d characters (at most %d)"
              .formatted(GivenText.show(label.substring(0, 20)), label.length(), MAX_LABEL));
    }
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "the label %s has other characters than letters, digits, - and _"
              .formatted(GivenText.show(label)));
    }
  }
}

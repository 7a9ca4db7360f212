package io.pingdeck.web.http;

import io.vertx.core.MultiMap;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Range header of a request (RFC 9110 section 14).
final class ByteRange {
  private static final String RANGE = "Range";
  private static final Pattern UNIT = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(.*)");
  private static final Pattern SPEC = Pattern.compile("(\\d*)-(\\d*)");
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE - 1);

  private ByteRange() {}

  /// Keeps a single range with a start, with 63-bit numbers. Removes several ranges, suffix ranges
  /// and other units, because a server may respond with the whole instead.
  ///
  /// @return what is wrong with the header
  static Optional<String> check(MultiMap headers) {
    List<String> given = headers.getAll(RANGE);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = UNIT.matcher(given.getFirst().strip());
    if (given.size() > 1 || !parts.matches()) {
      return Optional.of("invalid Range header, expected bytes=0-99");
    }
    if (!parts.group(1).equalsIgnoreCase("bytes")) {
      headers.remove(RANGE);
      return Optional.empty();
    }
    String[] specs = parts.group(2).split(",", -1);
    for (String spec : specs) {
      if (!isValid(spec.strip())) {
        return Optional.of(
            "invalid Range header, expected bytes=0-99, the first not above the last");
      }
    }
    if (specs.length == 1 && !specs[0].strip().startsWith("-")) {
      headers.set(RANGE, normal(specs[0].strip()));
    } else {
      headers.remove(RANGE);
    }
    return Optional.empty();
  }

  private static boolean isValid(String spec) {
    Matcher numbers = SPEC.matcher(spec);
    if (!numbers.matches()) {
      return false;
    }
    String first = numbers.group(1);
    String last = numbers.group(2);
    if (first.isEmpty() || last.isEmpty()) {
      return !(first.isEmpty() && last.isEmpty());
    }
    return new BigInteger(first).compareTo(new BigInteger(last)) <= 0;
  }

  private static String normal(String spec) {
    Matcher numbers = SPEC.matcher(spec);
    if (!numbers.matches()) {
      throw new IllegalStateException("checked before: " + spec);
    }
    String last = numbers.group(2);
    return "bytes=" + bounded(numbers.group(1)) + "-" + (last.isEmpty() ? "" : bounded(last));
  }

  private static BigInteger bounded(String digits) {
    return new BigInteger(digits).min(MOST);
  }
}

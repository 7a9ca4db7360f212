package io.pingdeck.config;

import io.pingdeck.base.Durations;
import io.pingdeck.base.GivenPath;
import io.pingdeck.base.GivenText;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.packet.IpLiteral;
import io.pingdeck.packet.text.BeatText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Parsers of single values. Each throws [IllegalArgumentException] with a message that states the
/// given text and what is allowed.
final class Values {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,17})?");
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251})");

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMGT])iB");
  private static final int MOST_DAYS = 36_500;

  private Values() {}

  /// A port to listen on.
  static int port(String text) {
    if (!WHOLE.matcher(text).matches() || outside(Long.parseLong(text), 0, 65535)) {
      throw fault(text, "is not a port (1-65535, or 0 for any free one)");
    }
    return Integer.parseInt(text);
  }

  static Function<String, Integer> between(int min, int max) {
    return text -> {
      if (!WHOLE.matcher(text).matches() || outside(Long.parseLong(text), min, max)) {
        throw fault(text, "is not a whole number from " + min + " to " + max);
      }
      return Integer.parseInt(text);
    };
  }

  /// Parses a setting of an impairment.
  static Function<String, Object> of(ImpairmentKey<?> key) {
    return switch (key.kind()) {
      case CHANCE -> Values::chance;
      case BURST -> Values::burst;
      case DELAY -> Values::echoDelay;
      case RATE -> text -> OptionalLong.of(bitsPerSecond(text));
      case CHOICE -> oneOf(key.choices());
      case SEED -> text -> OptionalLong.of(seed(text));
    };
  }

  private static long seed(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw fault(text, "is not a whole number of up to 18 digits");
    }
    return Long.parseLong(text);
  }

  /// A probability, 0-1.
  static double chance(String text) {
    if (!DECIMAL.matcher(text).matches() || Double.parseDouble(text) > 1) {
      throw fault(text, "is not a probability between 0 and 1 (such as 0.25)");
    }
    return Double.parseDouble(text);
  }

  /// A mean burst length.
  private static double burst(String text) {
    if (!DECIMAL.matcher(text).matches()
        || Double.parseDouble(text) < 1
        || Double.parseDouble(text) > ImpairmentKey.MAX_BURST) {
      throw fault(text, "is not a mean burst length (1-1000000)");
    }
    return Double.parseDouble(text);
  }

  private static Duration echoDelay(String text) {
    Duration duration = duration(text);
    if (duration.compareTo(ImpairmentKey.MAX_DELAY) > 0) {
      throw fault(text, "is too long (at most " + Durations.format(ImpairmentKey.MAX_DELAY) + ")");
    }
    return duration;
  }

  static long bitsPerSecond(String text) {
    if (!WHOLE.matcher(text).matches()
        || Long.parseLong(text) < ImpairmentKey.MIN_BITS_PER_SECOND) {
      throw fault(text, "is not a whole number of bits a second (at least 1000)");
    }
    return Long.parseLong(text);
  }

  static boolean truth(String text) {
    return oneOf(Map.of("true", true, "false", false)).apply(text);
  }

  static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault(text, "is " + e.getMessage());
    }
  }

  static Duration positiveDuration(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw fault(text, "is too short (more than 0s)");
    }
    return duration;
  }

  /// Parses an enum by its external name.
  static <E extends Enum<E>> Function<String, E> oneOf(E[] all, Function<E, String> name) {
    return oneOf(List.of(all), name);
  }

  static <E extends Enum<E>> Function<String, E> oneOf(List<E> some, Function<E, String> name) {
    return oneOf(some.stream().collect(Collectors.toMap(name, e -> e)));
  }

  private static <T> Function<String, T> oneOf(Map<String, T> byName) {
    return text -> {
      if (!byName.containsKey(text)) {
        String names = byName.keySet().stream().sorted().collect(Collectors.joining(", "));
        throw fault(text, "is not one of: " + names);
      }
      return byName.get(text);
    };
  }

  /// Parses the address of a local interface, as a literal. Names are rejected because they would
  /// need a lookup.
  static String listenAddress(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("localhost")) {
      return "127.0.0.1";
    }
    if (IpLiteral.parse(text).filter(address -> !address.isMulticastAddress()).isPresent()) {
      return text;
    }
    throw fault(text, "is not an address to listen on (such as 127.0.0.1 or ::1)");
  }

  /// Parses whole days, written as a duration.
  static int days(String text) {
    Duration duration = duration(text);
    if (duration.toDays() < 1 || !duration.equals(Duration.ofDays(duration.toDays()))) {
      throw fault(text, "is not a number of whole days (such as 7d)");
    }
    if (duration.toDays() > MOST_DAYS) {
      throw fault(text, "is too long (at most " + MOST_DAYS + "d)");
    }
    return (int) duration.toDays();
  }

  /// Parses a size on disk: `500MiB`, `10GiB`.
  static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw fault(text, "is not a size (such as 500MiB or 10GiB)");
    }
    int shift = 10 * (1 + "KMGT".indexOf(size.group(2)));
    long number = Long.parseLong(size.group(1));
    if (number == 0 || number > Long.MAX_VALUE >> shift) {
      throw fault(text, "is not a size that can be kept");
    }
    return number << shift;
  }

  /// Parses a path; empty text means none.
  static Optional<Path> optionalPath(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(path(text));
  }

  static Path path(String text) {
    try {
      return GivenPath.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault(text, e.getMessage());
    }
  }

  /// An application's name.
  static String applicationName(String text) {
    if (!BeatText.isName(text)) {
      throw fault(text, "is not a name (" + BeatText.NAME_RULE + ")");
    }
    return text;
  }

  /// Parses a URL that this program may call: http or https, absolute, with a host, without a
  /// password.
  static URI webAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // reported below
    }
    throw fault(text, "is not an http or https address (without user and fragment)");
  }

  /// Parses a name as in a Host header, without a port.
  static String hostName(String text) {
    if (!HOST_NAME.matcher(text).matches()) {
      throw fault(text, "is not the name of a host (without port)");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean outside(long number, long min, long max) {
    return number < min || number > max;
  }

  private static IllegalArgumentException fault(String text, String why) {
    return new IllegalArgumentException(GivenText.show(text) + " " + why);
  }
}

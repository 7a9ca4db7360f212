package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.DnsRcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The codes that an answer may have to count as a reply: HTTP statuses or DNS response codes.
///
/// @param text as a person writes it: `200`, `2xx,301`, `NOERROR,NXDOMAIN`
/// @param ranges the same in numbers
public record Expected(String text, List<Range> ranges) {
  private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");
  private static final Pattern STATUS_CLASS = Pattern.compile("[1-5]xx");
  private static final int MOST = 20;
  private static final int CLASS = 100;

  /// A redirect is an answer in good order; where it leads is not looked at.
  private static final Expected ANY_SUCCESS = http("2xx,3xx");

  private static final Expected NO_ERROR = dns("NOERROR");

  /// All codes from one to another, both included.
  public record Range(int first, int last) {}

  public Expected {
    requireNonNull(text, "text");
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("nothing would be expected");
    }
  }

  /// What a ping expects that was not told: any HTTP status of success or redirection, the DNS
  /// response code NOERROR. Only for these protocols.
  static Expected usual(Protocol protocol) {
    return protocol == Protocol.DNS ? NO_ERROR : ANY_SUCCESS;
  }

  /// @throws IllegalArgumentException with a sentence for the person
  static Expected http(String text) {
    return parse(text.toLowerCase(Locale.ROOT), Expected::status);
  }

  /// @throws IllegalArgumentException with a sentence for the person
  static Expected dns(String text) {
    return parse(text.toUpperCase(Locale.ROOT), Expected::rcode);
  }

  private static Expected parse(String text, Function<String, Range> parser) {
    String[] words = text.split(",", -1);
    if (words.length > MOST) {
      throw new IllegalArgumentException(
          words.length + " codes are too many (at most " + MOST + ")");
    }
    List<String> stripped = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    for (String word : words) {
      stripped.add(word.strip());
      ranges.add(parser.apply(word.strip()));
    }
    return new Expected(String.join(",", stripped), ranges);
  }

  private static Range status(String word) {
    if (STATUS_CLASS.matcher(word).matches()) {
      int first = (word.charAt(0) - '0') * CLASS;
      return new Range(first, first + CLASS - 1);
    }
    if (!STATUS.matcher(word).matches()) {
      throw new IllegalArgumentException(
          GivenText.show(word) + " is not an HTTP status (200, 2xx, or several: 200,404)");
    }
    int status = Integer.parseInt(word);
    return new Range(status, status);
  }

  private static Range rcode(String word) {
    int rcode =
        DnsRcode.of(word)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    GivenText.show(word)
                        + " is not a DNS response code ("
                        + String.join(", ", DnsRcode.names())
                        + ")"));
    return new Range(rcode, rcode);
  }

  /// Whether an answer with this code is a reply.
  public boolean accepts(int code) {
    for (int i = 0; i < ranges.size(); i++) {
      if (code >= ranges.get(i).first() && code <= ranges.get(i).last()) {
        return true;
      }
    }
    return false;
  }
}

package io.pingdeck.ping.target;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.GivenText;
import io.pingdeck.packet.dns.DnsRcode;
import io.pingdeck.packet.text.Greeting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The codes with which an answer counts as a reply: HTTP statuses, DNS response codes or codes of
/// greetings.
///
/// @param text as written by a user: `200`, `2xx,301`, `NOERROR,NXDOMAIN`, `+OK`
/// @param ranges the same as numeric ranges
public record ExpectedCodes(String text, List<Range> ranges) {
  private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");
  private static final Pattern STATUS_CLASS = Pattern.compile("[1-5]xx");
  private static final int MOST = 20;
  private static final int CLASS = 100;

  /// A redirect counts as success; it is not followed.
  private static final ExpectedCodes ANY_SUCCESS = http("2xx,3xx");

  private static final ExpectedCodes NO_ERROR = dns("NOERROR");

  /// Codes of POP3 and IMAP greetings by name.
  private static final Map<String, Integer> POP3 = Map.of("+OK", Greeting.OK, "-ERR", Greeting.ERR);

  private static final Map<String, Integer> IMAP =
      Map.of("OK", Greeting.OK, "BYE", Greeting.BYE, "PREAUTH", Greeting.PREAUTH);

  private static final ExpectedCodes READY = of(Protocol.SMTP, "2xx");
  private static final ExpectedCodes POP3_READY = of(Protocol.POP3, "+OK");
  private static final ExpectedCodes IMAP_READY = of(Protocol.IMAP, "OK,PREAUTH");

  /// All codes of a range, both ends included.
  public record Range(int first, int last) {}

  public ExpectedCodes {
    requireNonNull(text, "text");
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("nothing would be expected");
    }
  }

  /// The default: any HTTP status of success or redirection, the DNS response code NOERROR, a
  /// greeting that reports the server as ready. Only for protocols with codes.
  public static ExpectedCodes usual(Protocol protocol) {
    return switch (protocol) {
      case DNS -> NO_ERROR;
      case SMTP, FTP, NNTP -> READY;
      case POP3 -> POP3_READY;
      case IMAP -> IMAP_READY;
      default -> ANY_SUCCESS;
    };
  }

  /// Parses the codes of a protocol.
  ///
  /// @throws IllegalArgumentException with a message for users
  static ExpectedCodes of(Protocol protocol, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return switch (protocol) {
      case DNS -> dns(text);
      case SMTP, FTP, NNTP -> parse(text.toLowerCase(Locale.ROOT), ExpectedCodes::greeting);
      case POP3 -> parse(upper, word -> named(word, POP3, "a POP3 greeting (+OK, -ERR)"));
      case IMAP -> parse(upper, word -> named(word, IMAP, "an IMAP greeting (OK, PREAUTH, BYE)"));
      default -> http(text);
    };
  }

  /// @throws IllegalArgumentException with a message for users
  private static ExpectedCodes http(String text) {
    return parse(text.toLowerCase(Locale.ROOT), ExpectedCodes::status);
  }

  /// @throws IllegalArgumentException with a message for users
  private static ExpectedCodes dns(String text) {
    return parse(text.toUpperCase(Locale.ROOT), ExpectedCodes::rcode);
  }

  private static ExpectedCodes parse(String text, Function<String, Range> parser) {
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
    return new ExpectedCodes(String.join(",", stripped), ranges);
  }

  private static Range status(String word) {
    return code(word, "an HTTP status (200, 2xx, or several: 200,404)");
  }

  private static Range greeting(String word) {
    return code(word, "the code of a greeting (220, 2xx, or several: 220,421)");
  }

  private static Range named(String word, Map<String, Integer> names, String what) {
    Integer code = names.get(word);
    if (code == null) {
      throw new IllegalArgumentException(GivenText.show(word) + " is not " + what);
    }
    return new Range(code, code);
  }

  private static Range code(String word, String what) {
    if (STATUS_CLASS.matcher(word).matches()) {
      int first = (word.charAt(0) - '0') * CLASS;
      return new Range(first, first + CLASS - 1);
    }
    if (!STATUS.matcher(word).matches()) {
      throw new IllegalArgumentException(GivenText.show(word) + " is not " + what);
    }
    int code = Integer.parseInt(word);
    return new Range(code, code);
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

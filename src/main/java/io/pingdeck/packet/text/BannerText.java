package io.pingdeck.packet.text;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;

/// A server's first bytes, as text that is safe to display. Printable ASCII is kept, a backslash is
/// doubled, other bytes are escaped as `\\t` or `\\x1b`. The last line end is dropped; long text is
/// truncated.
public final class BannerText {
  /// Maximum number of characters, without the `…` after truncated text.
  public static final int MAX = 200;

  private static final int IAC = 0xff;
  private static final int FIRST_COMMAND = 0xf0;
  private static final int WILL = 251;

  /// Telnet commands that take an option (RFC 854), from [#WILL] on.
  private static final String[] COMMANDS = {"WILL", "WONT", "DO", "DONT"};

  /// The options that telnet servers request first.
  private static final Map<Integer, String> OPTIONS =
      Map.ofEntries(
          Map.entry(0, "BINARY"),
          Map.entry(1, "ECHO"),
          Map.entry(3, "SUPPRESS-GO-AHEAD"),
          Map.entry(5, "STATUS"),
          Map.entry(24, "TERMINAL-TYPE"),
          Map.entry(31, "WINDOW-SIZE"),
          Map.entry(32, "TERMINAL-SPEED"),
          Map.entry(33, "FLOW-CONTROL"),
          Map.entry(34, "LINEMODE"),
          Map.entry(35, "X-DISPLAY"),
          Map.entry(36, "OLD-ENVIRONMENT"),
          Map.entry(37, "AUTHENTICATION"),
          Map.entry(38, "ENCRYPTION"),
          Map.entry(39, "ENVIRONMENT"));

  private final ByteBuffer bytes;
  private final int end;
  private final StringBuilder text = new StringBuilder();

  private BannerText(ByteBuffer bytes, int length) {
    this.bytes = bytes;
    int last = length;
    while (last > 0 && (bytes.get(last - 1) == '\n' || bytes.get(last - 1) == '\r')) {
      last--;
    }
    end = last;
  }

  /// @param length number of bytes from index 0
  public static String of(ByteBuffer bytes, int length) {
    return new BannerText(bytes, length).read(false);
  }

  /// The same, with telnet negotiation in words: `<DO TERMINAL-TYPE>`.
  public static String ofTelnet(ByteBuffer bytes, int length) {
    return new BannerText(bytes, length).read(true);
  }

  private String read(boolean telnet) {
    for (int i = 0; i < end; ) {
      int before = text.length();
      int taken = telnet ? command(i) : 0;
      if (taken == 0) {
        show(bytes.get(i));
        taken = 1;
      }
      if (text.length() > MAX) {
        text.setLength(before);
        return text.append('…').toString();
      }
      i += taken;
    }
    return text.toString();
  }

  /// @return the length of the telnet command at `i`; 0 if there is none
  private int command(int i) {
    if (at(i) != IAC || at(i + 1) < FIRST_COMMAND || at(i + 1) == IAC) {
      return 0;
    }
    int command = at(i + 1) - WILL;
    if (command < 0 || at(i + 2) < 0) {
      text.append('<').append(at(i + 1)).append('>');
      return 2;
    }
    String option = OPTIONS.getOrDefault(at(i + 2), Integer.toString(at(i + 2)));
    text.append('<').append(COMMANDS[command]).append(' ').append(option).append('>');
    return 3;
  }

  /// The byte at `i`; -1 after the end.
  private int at(int i) {
    return i < end ? bytes.get(i) & 0xff : -1;
  }

  private void show(byte b) {
    switch (b) {
      case '\\' -> text.append("\\\\");
      case '\t' -> text.append("\\t");
      case '\r' -> text.append("\\r");
      case '\n' -> text.append("\\n");
      default -> {
        if (b >= ' ' && b < 0x7f) {
          text.append((char) b);
        } else {
          text.append("\\x").append(HexFormat.of().toHexDigits(b));
        }
      }
    }
  }
}

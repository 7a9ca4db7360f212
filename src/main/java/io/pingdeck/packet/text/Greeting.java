package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/// Reads a server's greeting byte by byte until it is complete, and extracts its code.
public final class Greeting {
  /// The greeting has no code: its protocol defines none, or the greeting violates its protocol.
  public static final int NO_CODE = -1;

  /// Codes of POP3 (RFC 1939 section 3) and IMAP (RFC 9051 section 7.1).
  public static final int OK = 0;

  public static final int ERR = 1;
  public static final int BYE = 2;
  public static final int PREAUTH = 3;

  private static final int START_BYTES = 16;
  private static final int CODE_DIGITS = 3;

  /// How a protocol greets.
  public enum Kind {
    /// SMTP, FTP, NNTP: lines that start with three digits. All but the last have a `-` after them
    /// (RFC 5321 section 4.2.1, RFC 959 section 4.2). The last line determines the code.
    NUMERIC,
    /// One line: `+OK` or `-ERR`.
    POP3,
    /// One line: `* OK`, `* BYE` or `* PREAUTH`.
    IMAP,
    /// One line of free text.
    LINE,
    /// Any first byte completes the greeting, as with telnet negotiation.
    ANY
  }

  private final Kind kind;
  private final byte[] start = new byte[START_BYTES]; // of the current line
  private int length; // of the current line, so far
  private int lines;
  private boolean complete;
  private int code = NO_CODE;

  public Greeting(Kind kind) {
    this.kind = kind;
  }

  /// Adds the next byte. Must not be called once the greeting is complete.
  ///
  /// @return whether the greeting is complete now
  public boolean add(byte b) {
    if (kind == Kind.ANY) {
      complete = true;
    } else if (b == '\n') {
      endLine();
    } else {
      if (length < START_BYTES) {
        start[length] = b;
      }
      length++;
    }
    return complete;
  }

  /// Call when the server closes its side. A line of free text may lack its newline. In the other
  /// protocols, a line without a newline is truncated.
  ///
  /// @return whether the greeting is complete
  public boolean end() {
    if (!complete && length > 0 && kind == Kind.LINE) {
      endLine();
    }
    return complete;
  }

  public boolean isComplete() {
    return complete;
  }

  /// Whether at least one line is complete.
  public boolean hasLine() {
    return lines > 0;
  }

  /// Three digits as a number, a code of POP3 or IMAP, or [#NO_CODE]. Requires a complete greeting.
  public int code() {
    return code;
  }

  private void endLine() {
    String line = new String(start, 0, Math.min(length, START_BYTES), US_ASCII);
    switch (kind) {
      case NUMERIC -> numeric(line);
      case POP3 -> complete(line.startsWith("+OK") ? OK : line.startsWith("-ERR") ? ERR : NO_CODE);
      case IMAP -> complete(imap(line.toUpperCase(Locale.ROOT)));
      case LINE, ANY -> complete(NO_CODE);
    }
    lines++;
    length = 0;
  }

  private void numeric(String line) {
    int number = number(line);
    boolean goesOn = line.length() > CODE_DIGITS && line.charAt(CODE_DIGITS) == '-';
    if (number == NO_CODE) {
      complete = lines == 0; // lines after the first one may contain anything
    } else if (!goesOn) {
      complete(number);
    }
  }

  /// The code at the start of a line.
  private static int number(String line) {
    if (line.length() < CODE_DIGITS) {
      return NO_CODE;
    }
    int number = 0;
    for (int i = 0; i < CODE_DIGITS; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NO_CODE;
      }
      number = 10 * number + digit;
    }
    boolean separated = line.length() == CODE_DIGITS || " -\r\t".indexOf(line.charAt(3)) >= 0;
    return separated ? number : NO_CODE;
  }

  private static int imap(String line) {
    if (line.startsWith("* OK")) {
      return OK;
    }
    return line.startsWith("* BYE") ? BYE : line.startsWith("* PREAUTH") ? PREAUTH : NO_CODE;
  }

  private void complete(int itsCode) {
    complete = true;
    code = itsCode;
  }
}

package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/// Reads what a server says first, byte by byte, until it is complete, and finds its code.
public final class Greeting {
  /// It has no code: its protocol knows none, or it is not of its protocol.
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
    /// SMTP, FTP, NNTP: lines that begin with three digits. All but the last have a `-` behind them
    /// (RFC 5321 section 4.2.1, RFC 959 section 4.2): the last one decides.
    NUMERIC,
    /// One line: `+OK` or `-ERR`.
    POP3,
    /// One line: `* OK`, `* BYE` or `* PREAUTH`.
    IMAP,
    /// One line that says what it likes.
    LINE,
    /// Whatever comes first, as with telnet's negotiation.
    ANY
  }

  private final Kind kind;
  private final byte[] start = new byte[START_BYTES]; // of the line
  private int length; // of the line, so far
  private int lines;
  private boolean complete;
  private int code = NO_CODE;

  public Greeting(Kind kind) {
    this.kind = kind;
  }

  /// Takes the next byte; only while it is not complete.
  ///
  /// @return whether it is complete now
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

  /// The server has ended its side: a line that says what it likes may lack its newline. Where a
  /// protocol ends its lines, one without was cut.
  ///
  /// @return whether it is complete
  public boolean end() {
    if (!complete && length > 0 && kind == Kind.LINE) {
      endLine();
    }
    return complete;
  }

  public boolean isComplete() {
    return complete;
  }

  /// Whether it has a whole line.
  public boolean hasLine() {
    return lines > 0;
  }

  /// Three digits as a number, one of the codes of POP3 and IMAP, or [#NO_CODE]. Only when it is
  /// complete.
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
      complete = lines == 0; // between the first line and the last anything may stand
    } else if (!goesOn) {
      complete(number);
    }
  }

  /// The code that a line begins with.
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

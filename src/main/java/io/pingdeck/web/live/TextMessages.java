package io.pingdeck.web.live;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Puts the frames of text messages together and decodes them. Vert.x would decode invalid UTF-8 to
/// U+FFFD instead of refusing it (RFC 6455 section 8.1).
final class TextMessages {
  static final int INVALID_DATA = 1007;
  static final int TOO_BIG = 1009;

  private static final int PORTION = 1024;

  private final int maxChars;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer decoded = CharBuffer.allocate(PORTION);
  private final StringBuilder text = new StringBuilder();

  /// The beginning of a character that the next frame continues; at most three bytes.
  private byte[] begun = {};

  /// @param maxChars the longest message
  TextMessages(int maxChars) {
    this.maxChars = maxChars;
  }

  /// The message cannot be accepted, and neither can anything after it.
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    RefusedException(int code, String reason) {
      super(reason, null, false, false);
      this.code = code;
    }

    /// For the close frame.
    int code() {
      return code;
    }
  }

  /// @param frame whose length the connection limits
  /// @return the message, if this is its last frame
  /// @throws RefusedException as soon as the message is no UTF-8 or too long
  Optional<String> add(byte[] frame, boolean isFinal) throws RefusedException {
    ByteBuffer bytes = ByteBuffer.allocate(begun.length + frame.length).put(begun).put(frame);
    bytes.flip();
    decode(bytes, isFinal);
    begun = new byte[bytes.remaining()];
    bytes.get(begun);
    if (!isFinal) {
      return Optional.empty();
    }
    String message = text.toString();
    text.setLength(0);
    decoder.reset();
    return Optional.of(message);
  }

  private void decode(ByteBuffer bytes, boolean isFinal) throws RefusedException {
    CoderResult result;
    do {
      decoded.clear();
      result = decoder.decode(bytes, decoded, isFinal);
      if (result.isError()) {
        throw new RefusedException(INVALID_DATA, "not UTF-8");
      }
      text.append(decoded.flip());
      if (text.length() > maxChars) {
        throw new RefusedException(TOO_BIG, "message too long (at most " + maxChars + ")");
      }
    } while (result.isOverflow());
  }
}

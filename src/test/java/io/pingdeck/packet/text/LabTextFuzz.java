package io.pingdeck.packet.text;

import static io.pingdeck.fuzz.FuzzCheck.MARGIN;
import static io.pingdeck.fuzz.FuzzCheck.amid;
import static io.pingdeck.fuzz.FuzzCheck.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import io.pingdeck.packet.text.LabText.Kind;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Every byte string has a kind, which depends on its own bytes only. No single flipped bit turns a
/// probe's line into an untagged reply.
public final class LabTextFuzz {
  private static final int LINE_PARAMETERS = 3 * Long.BYTES + 2 * Short.BYTES;

  private LabTextFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    read(input);
    if (input.length >= LINE_PARAMETERS) {
      write(ByteBuffer.wrap(input));
    }
  }

  private static void read(byte[] input) {
    LabTextParser parser = new LabTextParser();
    ByteBuffer bytes = ByteBuffer.wrap(input.clone());
    Kind kind = parser.parse(bytes, input.length);
    long sequence = parser.sequence();
    long token = parser.token();

    require(sequence >= 0, "a sequence below 0");
    require(kind != Kind.UNTAGGED || sequence > 0, "untagged and without a sequence");
    require(kind != Kind.FOREIGN || sequence == LabText.NO_SEQUENCE, "foreign with a sequence");
    if (kind == Kind.TAGGED) {
      String text = new String(input, ISO_8859_1).toLowerCase(ROOT);
      require(text.contains("pd1:" + HexFormat.of().toHexDigits(token)), "no such token");
    }
    require(bytes.equals(ByteBuffer.wrap(input)), "the bytes or their bounds were changed");
    // Parse again with the same instance, between bytes that would continue or spoil the text.
    for (char other : new char[] {'p', '0', ' ', '\0'}) {
      ByteBuffer amid = amid(input, other).clear(); // only the length marks the end
      require(parser.parse(amid, MARGIN, input.length) == kind, "another kind");
      require(parser.sequence() == sequence && parser.token() == token, "other numbers");
    }
    require(parser.parse(bytes, Integer.MAX_VALUE) == kind, "another kind beyond the limit");
  }

  private static void write(ByteBuffer input) {
    long sequence = Math.max(1, input.getLong() & Long.MAX_VALUE);
    long epochMillis = input.getLong();
    long token = input.getLong();
    int size = LabText.MIN_BYTES + Short.toUnsignedInt(input.getShort()) % 2000;
    int bit = Short.toUnsignedInt(input.getShort()) % (size * Byte.SIZE);
    ByteBuffer line = ByteBuffer.allocate(size);
    LabTextParser parser = new LabTextParser();

    new LabTextWriter().write(line, size, sequence, epochMillis, token);
    require(parser.parse(line, size) == Kind.TAGGED, "our line is not read");
    require(parser.sequence() == sequence && parser.token() == token, "our line says other things");
    line.put(bit / Byte.SIZE, (byte) (line.get(bit / Byte.SIZE) ^ 1 << bit % Byte.SIZE));
    require(parser.parse(line, size) != Kind.UNTAGGED, "one bit makes our line somebody else's");
  }
}

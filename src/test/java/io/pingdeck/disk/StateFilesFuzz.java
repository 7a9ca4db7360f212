package io.pingdeck.disk;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.fuzz.FuzzCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// Every file is one of checked lines; those that are damaged are counted. What is intact has the
/// sum of its bytes.
public final class StateFilesFuzz {
  private static final int CRC_DIGITS = 8;

  private StateFilesFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    check(input);
    // A fuzzer does not guess sums; correcting them lets it reach what is behind.
    check(sealed(input));
  }

  private static void check(byte[] input) {
    Path path = FuzzCheck.file(StateFilesFuzz.class, input);
    int[] seen = {0};
    try {
      TwinFile.Reading reading =
          new TwinFile(path)
              .read(line -> {
                require(line.length < input.length, "a line longer than the file");
                seen[0]++;
              });
      require(reading.read() == seen[0], "another number of lines");
      require(reading.lost() >= 0 && reading.damaged() >= 0, "a number below 0");
      require(seen[0] <= input.length / CRC_DIGITS, "more lines than bytes");
    } catch (NewerFormatException e) {
      FuzzCheck.requireMessage(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sealed(byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : new String(input, ISO_8859_1).split("\n")) {
      byte[] text = line.substring(Math.min(line.length(), CRC_DIGITS)).getBytes(ISO_8859_1);
      CRC32C crc = new CRC32C();
      crc.update(text);
      out.writeBytes(HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(US_ASCII));
      out.writeBytes(text);
      out.write('\n');
    }
    return out.toByteArray();
  }

  /// A file of two lines.
  public static List<byte[]> seeds() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(CheckedLine.beginning(1, 2).toBytes());
    file.writeBytes(new CheckedLine(2, CheckedLine.Kind.CONTENT, new byte[] {'a'}).toBytes());
    file.writeBytes(new CheckedLine(3, CheckedLine.Kind.CONTENT, new byte[] {'b'}).toBytes());
    file.writeBytes(CheckedLine.end(3).toBytes());
    return List.of(file.toByteArray());
  }
}

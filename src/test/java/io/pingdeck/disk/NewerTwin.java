package io.pingdeck.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file with its copy as a newer version of the program may write them.
public final class NewerTwin {
  private NewerTwin() {}

  /// @return the content of both files
  public static byte[] write(Path file, int format, String line) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] beginning = ("1 " + format).getBytes(US_ASCII);
    bytes.writeBytes(new CheckedLine(1, CheckedLine.Kind.BEGINNING, beginning).toBytes());
    bytes.writeBytes(
        new CheckedLine(2, CheckedLine.Kind.CONTENT, line.getBytes(US_ASCII)).toBytes());
    bytes.writeBytes(CheckedLine.end(2).toBytes());
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.toByteArray());
    Files.write(file.resolveSibling(file.getFileName() + ".copy"), bytes.toByteArray());
    return bytes.toByteArray();
  }
}

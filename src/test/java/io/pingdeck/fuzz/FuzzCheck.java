package io.pingdeck.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.base.GivenText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Assertions shared by the fuzz targets. With AssertJ, the fuzzer would spend most of its time
/// there.
public final class FuzzCheck {
  /// Number of other bytes on either side.
  public static final int MARGIN = 40;

  /// What is told about an input is not as long as the input. The longest sentence of our own lists
  /// all settings of a section.
  private static final int LONGEST_MESSAGE = 1500;

  private FuzzCheck() {}

  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /// Embeds the input between other bytes, on which the result of a parser must not depend.
  ///
  /// @return the input from position to limit, with [#MARGIN] bytes before and after it
  public static ByteBuffer amid(byte[] input, char other) {
    byte[] bytes = new byte[MARGIN + input.length + MARGIN];
    Arrays.fill(bytes, (byte) other);
    System.arraycopy(input, 0, bytes, MARGIN, input.length);
    return ByteBuffer.wrap(bytes, MARGIN, input.length);
  }

  public static String text(byte[] input) {
    return new String(input, UTF_8);
  }

  /// Every refusal names its fields, and can be printed on a terminal.
  public static void requireFaults(FaultException refusal) {
    require(!refusal.faults().isEmpty(), "refused without a fault");
    require(refusal.faults().size() <= Faults.MOST + 1, "too many faults");
    for (Fault fault : refusal.faults()) {
      require(!fault.field().isEmpty(), "a fault without a field: " + fault);
      requireVisible(fault.field());
      requireMessage(fault.message());
    }
  }

  public static void requireMessage(String message) {
    require(message != null && !message.isBlank(), "no message");
    requireVisible(message);
  }

  /// It is bounded, and has no character that is invisible or changes its line.
  public static void requireVisible(String text) {
    require(text.length() <= LONGEST_MESSAGE, "a message as long as the input: " + text);
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!GivenText.isVisible(text.codePointAt(i))) {
        throw new AssertionError("U+%04x in %s".formatted(text.codePointAt(i), text));
      }
    }
  }

  /// A file with this content, for parsers that read files. It is replaced by the next one.
  public static Path file(Class<?> target, byte[] input) {
    try {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"), "pingdeck-fuzz");
      Path file = folder.resolve(target.getSimpleName() + "-" + ProcessHandle.current().pid());
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        file.toFile().deleteOnExit();
      }
      return Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

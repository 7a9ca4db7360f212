package io.pingdeck.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The inputs with which fuzzing of a [FuzzTarget] begins, and which every test run repeats. Those
/// that a fuzzer has found belong here too.
///
/// They are the lines of `/fuzz/TARGET.txt`, where `\n`, `\r`, `\t`, `\\` and `\x1b` stand for
/// bytes; a line that begins with `#` is a comment.
final class FuzzSeeds {
  private FuzzSeeds() {}

  static List<byte[]> of(FuzzTarget target) {
    List<byte[]> seeds = new ArrayList<>(target.written());
    text(target)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(FuzzSeeds::bytes)
        .forEach(seeds::add);
    seeds.add(new byte[0]);
    return seeds;
  }

  private static String text(FuzzTarget target) {
    try (InputStream in = FuzzSeeds.class.getResourceAsStream("/fuzz/" + target + ".txt")) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
        continue;
      }
      switch (line.charAt(++i)) {
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(Integer.parseInt(line.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("an unknown escape: " + line);
      }
    }
    return bytes.toByteArray();
  }

  /// Writes each seed to its own file, for a fuzzer.
  ///
  /// @param arguments the target, and the folder, which may contain other seeds
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    int number = 0;
    for (byte[] seed : of(FuzzTarget.valueOf(arguments[0]))) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
  }
}

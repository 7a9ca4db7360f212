package io.pingdeck.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pingdeck.packet.icmp.PacketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Seeds for fuzzing: every [PacketFile], and the lines of probes and heartbeats. Inputs that a
/// fuzzer has found belong here too, so that every test run repeats them.
public final class FuzzSeeds {
  private static final List<String> LINES =
      List.of(
          "ping 7 1735689600123 pd1:0123456789abcdef",
          "PING 7 1735689600123 PD1:0123456789ABCDEF   ",
          "ping 9223372036854775807 pd1:ffffffffffffffff",
          "ping 12 1735689600.5",
          "Server says: PING 12 hello",
          "pinh 7 1735689600123 pe1:0123456789abcdef",
          "heartbeat 3 1735689600000 build-7 9f3c2a7714b0e5d8",
          "goodbye 4 1735689601000 build-7 9f3c2a7714b0e5d8\r\n",
          "heartbeat 3 1735689600000 build-7 9f3c hmac:" + "0123456789abcdef".repeat(4),
          "heartbeat 4611686018427387903 7258118399.999999999",
          "3 1735689600.25",
          "3,1735689600250;\u00c3\u00a9",
          "Heartbeat",
          "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\nX: a\r\n b\r\n\r\nhello",
          "HTTP/1.1 103 Early\n\n"
              + "HTTP/2.0 999 Odd\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "5;x=y\r\n"
              + "hello\r\n"
              + "0\r\n"
              + "A: b\r\n\r\n",
          "HTTP/1.0 200\n\nto the end",
          "");

  private FuzzSeeds() {}

  static List<byte[]> all() {
    List<byte[]> seeds = new ArrayList<>();
    PacketFile.all().forEach(file -> seeds.add(file.bytes()));
    LINES.forEach(line -> seeds.add(line.getBytes(ISO_8859_1)));
    return seeds;
  }

  /// Writes each seed to its own file, for a fuzzer.
  ///
  /// @param arguments the folder, which may contain other seeds
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int number = 0;
    for (byte[] seed : all()) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
  }
}

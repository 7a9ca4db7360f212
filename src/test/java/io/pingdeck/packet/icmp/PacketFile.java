package io.pingdeck.packet.icmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A packet in a text file: comment lines starting with `#`, then hexadecimal digits.
///
/// The content is what raw sockets receive: `icmp-<type>-<code>-*` starts with the IPv4 header,
/// `icmpv6-<type>-<code>-*` with the ICMPv6 type.
///
/// @param name the file's name without `.hex`
public record PacketFile(String name, byte[] bytes) {
  private static final String SUFFIX = ".hex";

  /// All packets, ordered by name.
  public static List<PacketFile> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(PacketFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PacketFile named(String name) {
    return read(folder().resolve(name + SUFFIX));
  }

  private static Path folder() {
    try {
      return Path.of(PacketFile.class.getResource("/packets").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("a resource's URL is a URI", e);
    }
  }

  private static PacketFile read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String hex = lines.filter(line -> !line.startsWith("#")).collect(Collectors.joining());
      String name = file.getFileName().toString().replace(SUFFIX, "");
      return new PacketFile(name, HexFormat.of().parseHex(hex));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isIpv6() {
    return name.startsWith("icmpv6-");
  }

  @Override
  public String toString() {
    return name;
  }
}

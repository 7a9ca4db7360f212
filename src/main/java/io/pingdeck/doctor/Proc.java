package io.pingdeck.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files in which Linux describes itself and this process. Elsewhere, and where a sandbox hides
/// them, they are empty.
///
/// @param root `/`, or a folder with copies
record Proc(Path root) {
  private static final int MOST_BYTES = 1 << 20;
  static final int CAP_NET_BIND_SERVICE = 10;
  static final int CAP_NET_ADMIN = 12;
  static final int CAP_NET_RAW = 13;
  static final int CAP_SYS_NICE = 23;

  static Proc ofThisProcess() {
    return new Proc(Path.of("/"));
  }

  /// The kernel gives a setting only to the first read of a file, so that must be a large one.
  String text(String file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "";
    }
  }

  boolean has(String file) {
    return Files.exists(root.resolve(file));
  }

  List<String> lines(String file) {
    return text(file).lines().toList();
  }

  /// A setting of the kernel, such as `net.core.rmem_max`.
  OptionalLong sysctl(String name) {
    String text = text("proc/sys/" + name.replace('.', '/'));
    return text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /// A field of `/proc/self/status`.
  private Optional<String> status(String field) {
    return lines("proc/self/status").stream()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).trim())
        .findFirst();
  }

  /// The user whose rights this process has.
  OptionalLong effectiveUser() {
    return status("Uid").stream()
        .mapToLong(ids -> Long.parseLong(ids.split("\\s+")[1]))
        .findFirst();
  }

  /// Whether this process has a capability.
  boolean may(int capability) {
    return status("CapEff")
        .map(hex -> (Long.parseUnsignedLong(hex, 16) >>> capability & 1) == 1)
        .orElse(false);
  }

  boolean isLinux() {
    return !status("CapEff").orElse("").isEmpty();
  }
}

package io.pingdeck.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.net.Lab;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A root folder in which next to nothing is installed, and processes that see nothing else. Their
/// network is this machine's.
final class CleanRoot {
  /// Enough for a user of the container to write: its data and a `/tmp` that runs no programs.
  private static final String READ_ONLY =
      """
      mount --bind $R $R && mount -o remount,bind,ro $R
      mount -t tmpfs -o mode=700,uid=10001,gid=10001 data $R/var/lib/pingdeck
      mount -t tmpfs -o noexec,nosuid,nodev,mode=1777 tmp $R/tmp
      """;

  private static final String MOUNT =
      """
      set -e
      %s
      mount -t proc proc $R/proc
      mount --rbind /dev $R/dev
      exec chroot $2 "$R" env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin /bin/sh -c "$3"
      """;

  private final Path root;

  private CleanRoot(Path root) {
    this.root = root;
  }

  /// Skips the calling test where the kernel or the user's rights do not allow it.
  ///
  /// @param programs absolute paths of the only programs in it, besides `/bin/sh` and `env`
  static CleanRoot make(Path root, List<String> programs) throws IOException {
    Tool.need(Tool.SETPRIV);
    for (String folder :
        List.of("bin", "usr/bin", "usr/sbin", "proc", "dev", "tmp", "etc", "var/lib/pingdeck")) {
      Files.createDirectories(root.resolve(folder));
    }
    CleanRoot made = new CleanRoot(root);
    made.copy("/bin/sh");
    made.copy("/usr/bin/env");
    for (String program : programs) {
      made.copy(program);
    }
    try {
      made.run("exit 0");
    } catch (IOException e) {
      throw Tool.notAllowed("mounting and chroot", e.getMessage());
    }
    return made;
  }

  /// Copies a program to the same place, with the libraries that it loads.
  void copy(String program) throws IOException {
    copyFile(program);
    for (MatchResult library :
        Pattern.compile("(?m)(?:=> |^\\s*)(/\\S+) \\(0x")
            .matcher(libraries(program))
            .results()
            .toList()) {
      copyFile(library.group(1));
    }
  }

  /// Nothing for a script.
  private static String libraries(String program) {
    try {
      return Lab.run("ldd", program);
    } catch (IOException e) {
      return "";
    }
  }

  private void copyFile(String file) throws IOException {
    Path to = root.resolve(file.substring(1));
    Files.createDirectories(to.getParent());
    Files.copy(Path.of(file), to, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /// Runs a shell command to completion as root.
  ///
  /// @return its output
  /// @throws IOException with its output, if it fails
  String run(String command) throws IOException {
    return Lab.run(inside(command, false).toArray(String[]::new));
  }

  /// The same as a user without a name, in a root that is read-only but for its data.
  String runAsContainer(String command) throws IOException {
    return Lab.run(inside(command, true).toArray(String[]::new));
  }

  /// Starts a shell command, whose first line of output is awaited.
  Process start(String command, boolean asContainer) throws IOException {
    return new ProcessBuilder(inside(command, asContainer)).redirectErrorStream(true).start();
  }

  private List<String> inside(String command, boolean asContainer) {
    List<String> inside =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c"));
    String script = "R=$1\n" + MOUNT.formatted(asContainer ? READ_ONLY : "");
    inside.addAll(List.of(script, "sh", root.toString()));
    inside.add(asContainer ? "--userspec=10001:10001" : "--groups=");
    inside.add(command);
    return inside;
  }

  /// Waits for the line that names the page.
  static String page(Process serve) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line; (line = serve.inputReader(UTF_8).readLine()) != null; ) {
      said.append(line).append('\n');
      if (line.startsWith("Pingdeck is ready: ")) {
        return line.substring("Pingdeck is ready: ".length());
      }
    }
    throw new IOException("it did not start: " + said);
  }

  /// What -Ppackages built.
  static Path built(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      String name = pattern.replace("VERSION", System.getProperty("pingdeck.version"));
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .findFirst()
          .orElseThrow(() -> new IOException("no target/" + name + ": ./mvnw -Ppackages package"));
    }
  }
}

package io.pingdeck.testing;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// What tests use and a machine with only a JDK, Maven and Node.js may lack. A test names what it
/// needs where it starts it: without the tool it is skipped, and with `CI=true` it fails. What the
/// kernel or the user's rights do not allow is no tool, see [#notAllowed].
public enum Tool {
  ALERTMANAGER("prometheus-alertmanager"),
  AIOSMTPD("python3-aiosmtpd") {
    @Override
    boolean installed() {
      return hasModule("aiosmtpd");
    }
  },
  CADDY("caddy"),
  CHROMIUM("chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
  DNSMASQ("dnsmasq-base", "dnsmasq"),
  DOVECOT("dovecot-imapd dovecot-pop3d") {
    @Override
    boolean installed() {
      return find("dovecot").isPresent() && find("/usr/lib/dovecot/pop3").isPresent();
    }
  },
  DPKG("dpkg"),
  FAKETIME("faketime"),
  HAPROXY("haproxy"),
  IP("iproute2", "ip"),
  LEAFNODE("leafnode", "/usr/sbin/leafnode"),
  MKFS_EXT4("e2fsprogs", "mkfs.ext4"),
  NFT("nftables", "nft"),
  NGINX("nginx-light", "nginx"),
  OPENSSL("openssl"),
  PROMETHEUS("prometheus"),
  PROMTOOL("prometheus", "promtool"),
  PYFTPDLIB("python3-pyftpdlib") {
    @Override
    boolean installed() {
      return hasModule("pyftpdlib");
    }
  },
  PYGOPHERD("pygopherd"),
  PYTHON("python3"),
  SETPRIV("util-linux", "setpriv"), // and unshare
  STRACE("strace"),
  SYSTEMD("systemd", "systemd-analyze"),
  TELNETD("inetutils-telnetd", "/usr/sbin/telnetd");

  private final String packages;
  private final List<String> programs;

  /// @param packages in Debian's words
  /// @param programs any of these will do; the one named as the package if there are none
  Tool(String packages, String... programs) {
    this.packages = packages;
    this.programs = programs.length == 0 ? List.of(packages) : List.of(programs);
  }

  /// Skips the calling test if one is missing, and says what installs it.
  ///
  /// @throws AssertionError in its place if the environment has `CI=true`
  public static void need(Tool... tools) {
    List<Tool> missing = Arrays.stream(tools).filter(tool -> !tool.installed()).toList();
    if (missing.isEmpty()) {
      return;
    }
    String sentence =
        "needs " + list(missing, Tool::toString) + ": " + install(list(missing, t -> t.packages));
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(sentence + " (with CI=true a missing tool is a failure)");
    }
    throw new TestAbortedException(sentence);
  }

  private static String list(List<Tool> tools, Function<Tool, String> word) {
    return tools.stream().map(word).distinct().collect(joining(" "));
  }

  /// The command that installs Debian packages.
  static String install(String packages) {
    return "apt install " + packages;
  }

  /// Skips the calling test, also with `CI=true`: no package would help.
  ///
  /// @param what what is not allowed, such as "network namespaces"
  public static TestAbortedException notAllowed(String what, String why) {
    String reason = why.strip().replaceAll("\\s+", " ");
    return new TestAbortedException("this user or kernel does not allow " + what + ": " + reason);
  }

  /// Where it is; only for a tool that was needed.
  public Path path() {
    return programs.stream().flatMap(name -> find(name).stream()).findFirst().orElseThrow();
  }

  /// Debian's own Python where there is one, because Debian's packages are installed for it.
  static String python() {
    return find("/usr/bin/python3").map(Path::toString).orElse("python3");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  boolean installed() {
    return programs.stream().anyMatch(name -> find(name).isPresent());
  }

  /// As a process would be found: on the `PATH`, to which mvnw adds the folders of servers.
  private static Optional<Path> find(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static boolean hasModule(String module) {
    try {
      return new ProcessBuilder(python(), "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no Python
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package io.pingdeck.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.net.Lab;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The `.deb` under the real dpkg, in a root with an empty database and without systemd.
@Timeout(180)
class DebIT {
  private static final List<String> DPKG_NEEDS =
      Stream.of(
              "dpkg",
              "dpkg-deb",
              "dpkg-split",
              "dpkg-query",
              "tar",
              "diff",
              "rm",
              "rmdir",
              "grep",
              "readlink")
          .map(name -> "/usr/bin/" + name)
          .toList();

  /// Of adduser, what the package asks of it.
  private static final String ADDUSER =
      "#!/bin/sh\necho 'pingdeck:x:990:990:Pingdeck:/var/lib/pingdeck:/usr/sbin/nologin'"
          + " >>/etc/passwd\necho \"adduser $*\"\n";

  private static final String INSTALLED =
      """
      Package: %s
      Status: install ok installed
      Maintainer: test
      Architecture: %s
      Version: 9
      Description: stands for the real one

      """;

  @TempDir private Path folder;
  private Path deb;
  private CleanRoot root;

  @BeforeEach
  void makeRoot() throws IOException {
    Tool.need(Tool.DPKG);
    deb = CleanRoot.built("pingdeck_VERSION_.*[.]deb");
    root = CleanRoot.make(folder.resolve("root"), DPKG_NEEDS);
    root.copy("/sbin/ldconfig");
    root.copy("/sbin/start-stop-daemon");
    for (String directory : List.of("info", "updates", "triggers", "parts")) {
      Files.createDirectories(root.path("/var/lib/dpkg/" + directory));
    }
    Files.createDirectories(root.path("/var/log"));
    String architecture = Lab.run("dpkg", "--print-architecture").strip();
    Files.writeString(
        root.path("/var/lib/dpkg/status"),
        INSTALLED.formatted("libc6", architecture) + INSTALLED.formatted("adduser", architecture));
    Files.writeString(root.path("/etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    Path adduser = Files.writeString(root.path("/usr/sbin/adduser"), ADDUSER);
    Files.setPosixFilePermissions(adduser, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String library : List.of("libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1")) {
      Path found = Path.of("/lib/x86_64-linux-gnu", library);
      if (Files.exists(found)) {
        root.copy(found.toString());
      }
    }
    Files.copy(deb, root.path("/new.deb"));
    Files.copy(older(), root.path("/old.deb"));
  }

  /// The same package with a lower version and one more file.
  private Path older() throws IOException {
    Path content = folder.resolve("older");
    Lab.run("dpkg-deb", "-R", deb.toString(), content.toString());
    Path control = content.resolve("DEBIAN/control");
    Files.writeString(
        control, Files.readString(control).replaceFirst("(?m)^Version: .*", "Version: 0.0.9"));
    Files.writeString(content.resolve("usr/lib/pingdeck/lib/old.jar"), "");
    Path older = folder.resolve("older.deb");
    Lab.run("dpkg-deb", "-Znone", "-b", content.toString(), older.toString());
    return older;
  }

  @Test
  void installUpgradeRemoveAndPurge() throws Exception {
    say(root.run("dpkg -i /old.deb"));
    assertThat(Files.readString(root.path("/etc/passwd"))).contains("pingdeck:x:990:");
    assertThat(root.run("pingdeck --version")).startsWith("pingdeck ");
    assertThat(root.path("/usr/lib/pingdeck/lib/old.jar")).exists();

    Path settings = root.path("/etc/pingdeck/pingdeck.yaml");
    String edited = Files.readString(settings).replace("port: 8080", "port: 8099");
    Files.writeString(settings, edited);
    Path data = Files.writeString(root.path("/var/lib/pingdeck/history"), "a year of samples");
    Path cache = Files.createDirectories(root.path("/var/cache/pingdeck")).resolve("start.aot");
    Files.writeString(cache, "of the old program");

    say(root.run("dpkg -i /new.deb"));
    assertThat(root.path("/usr/lib/pingdeck/lib/old.jar")).doesNotExist();
    assertThat(cache).doesNotExist();
    assertThat(Files.readString(settings)).isEqualTo(edited);
    assertThat(data).hasContent("a year of samples");
    assertThat(Files.readString(root.path("/etc/passwd"))).containsOnlyOnce("pingdeck:x:990:");
    servesAsItsUnitWould();

    say(root.run("/var/lib/dpkg/info/pingdeck.postinst configure 1"));
    say(root.run("dpkg -r pingdeck"));
    assertThat(root.path("/usr/lib/pingdeck")).doesNotExist();
    assertThat(root.path("/usr/bin/pingdeck")).doesNotExist();
    assertThat(Files.readString(settings)).isEqualTo(edited);
    assertThat(data).hasContent("a year of samples");

    say(root.run("dpkg -i /new.deb"));
    assertThat(Files.readString(settings)).isEqualTo(edited);
    say(root.run("dpkg -P pingdeck"));
    assertThat(leftovers()).isEmpty();
  }

  private void servesAsItsUnitWould() throws Exception {
    Process serve =
        root.start(
            "STATE_DIRECTORY=/var/lib/pingdeck CACHE_DIRECTORY=/var/cache/pingdeck exec"
                + " pingdeck serve --web-port 0 --echo-port 0 --heartbeat-port 0",
            false);
    try {
      say(CleanRoot.page(serve));
      assertThat(root.path("/var/lib/pingdeck/instance.lock").getParent()).isNotEmptyDirectory();
    } finally {
      serve.destroy();
      assertThat(serve.waitFor()).isEqualTo(143);
    }
  }

  private List<Path> leftovers() throws IOException {
    Path all = root.path("/");
    try (Stream<Path> files = Files.walk(all)) {
      return files
          .filter(file -> file.getFileName().toString().contains("pingdeck"))
          .map(all::relativize)
          .filter(file -> !file.toString().startsWith("proc"))
          .toList();
    }
  }

  @Test
  void whatAPackageOfADaemonHolds() throws IOException {
    String files = Lab.run("dpkg-deb", "-c", deb.toString());

    assertThat(files)
        .contains(" ./usr/lib/systemd/system/pingdeck.service\n")
        .contains(" ./usr/lib/sysctl.d/60-pingdeck.conf\n")
        .contains(" ./usr/share/man/man1/pingdeck.1.gz\n")
        .contains(" ./usr/share/bash-completion/completions/pingdeck\n")
        .contains(
            " ./usr/share/doc/pingdeck/copyright\n", " ./usr/share/doc/pingdeck/changelog.gz\n");
    assertThat(files.lines())
        .as("owned by root, written by nobody else, nothing of the build's time")
        .allMatch(line -> line.matches("(l\\S+|[-d]rw.r-.r-.) root/root .* 2026-01-01 00:00 .*"));
    assertThat(Lab.run("dpkg-deb", "-f", deb.toString(), "Version").strip())
        .isEqualTo(System.getProperty("pingdeck.version"));
  }

  @Test
  void itsPagesAreReadByTheirPrograms() throws IOException {
    root.run("dpkg -i /new.deb");

    Path completion = root.path("/usr/share/bash-completion/completions/pingdeck");
    assertThat(
            Lab.run(
                "bash",
                "-c",
                "set -e; . \"$0\"; COMP_WORDS=(pingdeck he); COMP_CWORD=1;"
                    + " _complete_pingdeck; echo ${COMPREPLY[*]}",
                completion.toString()))
        .contains("heartbeat", "health");
  }

  private static void say(String output) {
    System.out.println(output.strip());
  }
}

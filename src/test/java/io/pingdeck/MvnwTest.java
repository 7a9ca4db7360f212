package io.pingdeck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A copy of mvnw, on a PATH with stand-ins for Maven, Node.js and npm.
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class MvnwTest {
  private static final String MAVEN =
      "case \"$*\" in --version) echo 'Apache Maven %s (of this test)';"
          + " sed -n 's/^JAVA_VERSION=.\\([0-9]*\\).*/Java version: \\1/p' \"$JAVA_HOME/release\";;"
          + " *) echo \"JAVA_HOME=$JAVA_HOME\"; echo \"$*\";; esac";

  @TempDir private Path folder;
  private Path clone;
  private Path bin;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void copy() throws IOException {
    clone = Files.createDirectories(folder.resolve("a clone"));
    bin = Files.createDirectory(folder.resolve("bin"));
    // Some systems have all their programs there.
    String mvnw = Files.readString(Path.of("mvnw")).replace(":/usr/local/sbin:/usr/sbin:/sbin", "");
    Files.writeString(clone.resolve("mvnw"), mvnw);
    Path script = Path.of("src/main/dist/lib/find-jdk.sh");
    Files.createDirectories(clone.resolve(script).getParent());
    Files.copy(script, clone.resolve(script));
    for (String tool : List.of("sed", "dirname", "readlink")) {
      program(tool, "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
    }
    program("mvn", MAVEN.formatted("3.8.7"));
    program("node", "echo v18.19.0");
    program("npm", "exit 0");
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// @param javaHome "" for none
  private Run run(String javaHome, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", clone.resolve("mvnw").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.toString());
    if (!javaHome.isEmpty()) {
      builder.environment().put("JAVA_HOME", javaHome);
    }
    Path err = folder.resolve("err");
    Process mvnw = builder.redirectError(err.toFile()).start();
    String out = new String(mvnw.getInputStream().readAllBytes(), UTF_8);
    return new Run(mvnw.waitFor(), out, Files.readString(err));
  }

  private static String thisJava() {
    return System.getProperty("java.home");
  }

  private Path java(String release) throws IOException {
    Path java = Files.createDirectory(folder.resolve("java-" + release));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + release + ".0.1\"\n");
    return java;
  }

  @Test
  void whatIsThereIsUsedFromAnyWorkingDirectory() throws Exception {
    Run run = run(thisJava(), "-q", "verify");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            "JAVA_HOME="
                + thisJava()
                + "\n-f "
                + clone.toRealPath().resolve("pom.xml")
                + " -q verify\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void aPomThatIsNamedIsKept() throws Exception {
    assertThat(run(thisJava(), "-f", "other.xml", "verify").out())
        .endsWith("\n-f other.xml verify\n");
    assertThat(run(thisJava(), "--file=other.xml").out()).endsWith("\n--file=other.xml\n");
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() throws Exception {
    Path script = clone.resolve("src/main/dist/lib/find-jdk.sh");
    Files.writeString(script, Files.readString(script).replace("oldest_jdk=25", "oldest_jdk=99"));
    for (String tool : List.of("mvn", "node", "npm")) {
      Files.delete(bin.resolve(tool));
    }
    program("apt-get", "exit 0");

    Run run = run("", "verify");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().map(line -> line.replaceFirst(":.*", "")))
        .containsExactly(
            "Building Pingdeck needs, and this machine lacks",
            "  a JDK 99 or newer",
            "  Maven 3.8 or newer",
            "  Node.js 18 or newer, for the page",
            "  npm, for the page's libraries",
            "To install",
            "Where no package has Java 99");
    assertThat(run.err())
        .contains("\nTo install: apt install openjdk-99-jdk-headless maven nodejs npm\n");
  }

  @Test
  void whatIsTooOldIsNamedWithItsVersion() throws Exception {
    program("mvn", MAVEN.formatted("3.6.3"));
    program("node", "echo v16.20.2");
    program("dnf", "exit 0");

    Run run = run(thisJava(), "verify");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains(bin.resolve("mvn") + " is 3.6.3\n", bin.resolve("node") + " is v16.20.2\n")
        .contains("\nTo install: dnf install maven nodejs\n")
        .doesNotContain("npm", "JDK");
  }

  @Test
  void newerMajorVersionsWillDo() throws Exception {
    program("mvn", MAVEN.formatted("4.0.0"));
    program("node", "echo v24.1.0");

    assertThat(run(thisJava(), "verify").status()).isZero();
  }

  /// The plugins of the build need 17; with 17 the build is given the JDK only for the compiler and
  /// the tests.
  @Test
  void mavenRunsOnTheJavaOfItsUserUnlessThatIsTooOld() throws Exception {
    Path eleven = java("11");
    Path seventeen = java("17");

    assertThat(run(eleven.toString(), "verify").out())
        .doesNotContain("JAVA_HOME=" + eleven)
        .startsWith("JAVA_HOME=/");
    assertThat(run(seventeen.toString(), "verify").out())
        .startsWith("JAVA_HOME=" + seventeen + "\n");
  }
}

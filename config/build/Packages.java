import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.cli.CommandLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// What packages hold besides target/pingdeck: `Packages FOLDER VERSION` writes into the folder a
/// Java runtime, the man page and the completion for bash. Nothing in them depends on when and
/// where it runs.
final class Packages {
  /// What `jdeps` finds in the JARs, without what they can do without: java.desktop and
  /// java.compiler, jdk.jfr. jdk.net and jdk.management are found by name at run time.
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.security.jgss,java.sql,java.xml,"
          + "jdk.management,jdk.net,jdk.unsupported";

  private Packages() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    delete(folder);
    Files.createDirectories(folder);
    runtime(folder.resolve("java"));
    CommandLine pingdeck = CommandLines.create(nowhere(), nowhere());
    compressed(folder.resolve("pingdeck.1.gz"), manual(pingdeck, args[1]));
    Files.writeString(folder.resolve("completion.bash"), AutoComplete.bash("pingdeck", pingdeck));
    Path changes = Path.of("CHANGELOG.md");
    compressed(
        folder.resolve("changelog.gz"),
        Files.exists(changes) ? Files.readString(changes) : "pingdeck " + args[1] + "\n");
  }

  private static PrintWriter nowhere() {
    return new PrintWriter(Writer.nullWriter());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void runtime(Path to) throws IOException {
    int status =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IOException("this JDK has no jlink"))
            .run(
                System.out,
                System.err,
                "--add-modules=" + MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress=zip-0", // the packages are compressed as a whole, which makes them
                // smaller
                "--output=" + to);
    if (status != 0) {
      throw new IOException("jlink failed: " + status);
    }
    archiveClasses(to);
  }

  /// Makes the archive of the JDK's own classes, which halves the start. Its bytes depend on the
  /// environment, so there is none.
  private static void archiveClasses(Path java) throws IOException {
    String program = java.resolve("bin/java").toAbsolutePath().toString();
    ProcessBuilder dump =
        new ProcessBuilder(program, "-Xshare:dump", "-Xlog:disable", "-Xlog:all=off").inheritIO();
    dump.environment().clear();
    try {
      if (dump.start().waitFor() != 0) {
        throw new IOException("no archive of the classes of " + java);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void compressed(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private static String manual(CommandLine pingdeck, String version) {
    CommandSpec spec = pingdeck.getCommandSpec();
    return ".TH PINGDECK 1 \"\" \"pingdeck "
        + version
        + "\"\n.SH NAME\npingdeck \\- "
        + plain(spec.usageMessage().description()[0].replaceFirst("\\.$", ""))
        + "\n.SH SYNOPSIS\n"
        + usage(pingdeck)
        + commands(pingdeck)
        + ".SH FILES\n"
        + entry(
            "/etc/pingdeck/pingdeck.yaml",
            "The configuration of the package, with each key explained.")
        + entry(
            "/var/lib/pingdeck", "Data of the service. Data of a user: ~/.local/state/pingdeck.")
        + ".SH SEE ALSO\nThe documents in /usr/share/doc/pingdeck.\n";
  }

  /// Each command as its `--help` tells it.
  private static String commands(CommandLine parent) {
    return parent.getSubcommands().values().stream()
        .distinct()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .map(command ->
            ".SH "
                + plain(command.getCommandSpec().qualifiedName(" "))
                + "\n"
                + usage(command)
                + commands(command))
        .collect(Collectors.joining());
  }

  private static String usage(CommandLine command) {
    command.setUsageHelpAutoWidth(false).setUsageHelpWidth(78);
    return ".nf\n" + plain(command.getUsageMessage(Ansi.OFF)) + ".fi\n";
  }

  private static String entry(String file, String text) {
    return ".TP\n.I " + plain(file) + "\n" + plain(text) + "\n";
  }

  /// Without what roff would understand.
  private static String plain(String text) {
    return List.of(text.split("\n", -1)).stream()
        .map(line -> line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq"))
        .map(line -> line.startsWith(".") ? "\\&" + line : line)
        .collect(Collectors.joining("\n"));
  }
}

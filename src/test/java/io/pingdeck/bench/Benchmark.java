package io.pingdeck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints one table with every goal, its measured value, the program it is compared with, and
/// whether it is met. The raw values follow. Values are comparable only within one run.
///
/// Runs in its own network namespaces where permitted. Otherwise it uses loopback, without the
/// parts that need a cable.
@Command(
    name = "./mvnw -q -Pbench verify -Dbench.args=\"...\"",
    mixinStandardHelpOptions = true,
    description =
        "Measures Pingdeck beside other programs. Give it a machine that does nothing else.")
final class Benchmark implements Callable<Integer> {
  /// The parts that can be measured separately.
  enum Part {
    RATES,
    ECHO,
    ALLOCATION,
    TRUTH,
    HTTP,
    TARGETS,
    BEATS,
    FLOOD,
    HISTORY,
    OPENING,
    ALERTS,
    START
  }

  private static final Duration BEATING = Duration.ofSeconds(60);
  private static final Duration FLOODING = Duration.ofSeconds(20);

  private interface Measurement {
    void run() throws Exception;
  }

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--rounds", defaultValue = "5", description = "How often everybody has a turn.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "2", description = "How long a turn is.")
  private double seconds;

  @Option(
      names = "--probes",
      defaultValue = "700",
      description = "Probes of each turn of the comparison with a packet capture.")
  private int probes;

  @Option(names = "--targets", defaultValue = "50000", description = "How many targets at once.")
  private int targets;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long they are pinged, and how long history is written.")
  private double minutes;

  @Option(
      names = "--settling",
      defaultValue = "65",
      description =
          "Minutes that the targets are pinged before: after an hour every window of their"
              + " statistics is full, and memory has what it needs.")
  private double settling;

  @Option(
      names = "--applications",
      defaultValue = "10000",
      description = "How many send heartbeats at once, each once a second, for a minute.")
  private int applications;

  @Option(
      names = "--samples",
      defaultValue = "100000000",
      description = "Samples of the ping that is opened.")
  private long samples;

  @Option(names = "--inside", hidden = true, description = "Runs in these namespaces already.")
  private List<String> inside = List.of();

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Benchmark());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, parsed) -> {
      e.printStackTrace();
      return 1;
    });
    String[] given = arguments.length == 1 ? arguments[0].strip().split("\\s+") : arguments;
    System.exit(line.execute(given.length == 1 && given[0].isEmpty() ? new String[0] : given));
  }

  @Override
  public Integer call() throws Exception {
    if (!inside.isEmpty()) {
      return measure(Optional.of(new Link(inside.getFirst(), inside.getLast())));
    }
    try (Link link = Link.create()) {
      return again(link);
    } catch (IOException e) {
      System.out.println("no network namespaces: " + e.getMessage());
      return measure(Optional.empty());
    }
  }

  /// Runs this program again in the namespace.
  private int again(Link link) throws IOException, InterruptedException {
    List<String> command =
        Program.java(
            Benchmark.class,
            "--rounds",
            rounds,
            "--seconds",
            seconds,
            "--probes",
            probes,
            "--targets",
            targets,
            "--minutes",
            minutes,
            "--settling",
            settling,
            "--applications",
            applications,
            "--samples",
            samples,
            "--inside",
            link.here(),
            "--inside",
            link.there());
    only.forEach(part -> command.addAll(List.of("--only", part.name())));
    command.add(1, "-Dpingdeck.dist=" + distribution());
    return Program.show(link.inside(command));
  }

  private static Path distribution() {
    return Path.of(
        Objects.requireNonNull(System.getProperty("pingdeck.dist"), "pingdeck.dist is not set"));
  }

  private int measure(Optional<Link> link) throws Exception {
    Report report = new Report(System.out);
    List<String> missing = new ArrayList<>(List.of("gcc", "taskset"));
    missing.removeIf(Program::isInstalled);
    if (!missing.isEmpty()) {
      report.skipped("all that is compared with C", missing + " not installed");
    } else {
      compare(report, link);
    }
    part(report, Part.HTTP, () -> new HttpGoals(report, distribution(), rounds).measure());
    Duration duration = ofMinutes(minutes);
    part(
        report,
        Part.TARGETS,
        () ->
            inFolder(data ->
                new ManyTargets(
                        report, distribution(), data, targets, ofMinutes(settling), duration)
                    .measure()));
    part(
        report,
        Part.BEATS,
        () -> new ManyApplications(report, distribution(), applications, BEATING).measure());
    part(
        report,
        Part.FLOOD,
        () -> inFolder(data -> new FloodGoals(report, distribution(), data, FLOODING).measure()));
    part(
        report,
        Part.HISTORY,
        () ->
            inFolder(data -> new SteadyHistory(report, distribution(), data, duration).measure()));
    part(
        report,
        Part.OPENING,
        () -> inFolder(data -> new BigPing(report, distribution(), data, samples).measure()));
    part(report, Part.ALERTS, () -> new AlertGoals(report).measure());
    part(
        report,
        Part.START,
        () ->
            inFolder(data ->
                new StartGoals(
                        report, distribution(), Files.createDirectory(data), rounds, duration)
                    .measure()));
    report.raw(
        String.format(
            Locale.ROOT,
            "%s %s on %s, %d cores, Java %s",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version")));
    report.print();
    return 0;
  }

  private static Duration ofMinutes(double minutes) {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  @FunctionalInterface
  private interface WithData {
    void run(Path data) throws Exception;
  }

  /// Uses a data directory that does not exist yet; deletes it and its sibling files afterwards.
  private static void inFolder(WithData measurement) throws Exception {
    Path folder = Files.createTempDirectory("pingdeck-bench");
    try {
      measurement.run(folder.resolve("data"));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void compare(Report report, Optional<Link> link)
      throws IOException, InterruptedException {
    try (CProgram c = CProgram.compileAll()) {
      RateGoals rates = new RateGoals(report, c, rounds, seconds);
      part(report, Part.RATES, rates::icmpProbes);
      part(report, Part.RATES, rates::udpProbes);
      part(report, Part.ECHO, rates::echoes);
      part(report, Part.ALLOCATION, rates::allocation);
      part(report, Part.TRUTH, () -> new TruthGoals(report, c, link, rounds, probes).measure());
    }
  }

  /// A part that fails does not stop the others.
  private void part(Report report, Part part, Measurement measurement) throws InterruptedException {
    if (!only.contains(part)) {
      return;
    }
    try {
      measurement.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      report.skipped(part.name().toLowerCase(Locale.ROOT), first);
    }
  }
}

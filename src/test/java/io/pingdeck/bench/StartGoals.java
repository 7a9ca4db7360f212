package io.pingdeck.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.Main;
import io.pingdeck.testing.PlainEcho;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How quickly the packaged program starts, and how much memory it takes, with the settings that it
/// comes with. It takes turns with the way it was started before: with ZGC, and without a start
/// cache.
final class StartGoals {
  private static final double MOST_OF_BEFORE = 0.5;
  private static final double MOST_SECONDS = 0.35;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final int MEGABYTE = 1 << 10; // in the unit of /proc
  private static final String BEFORE =
      """
      home=$1; java=$2; main=$3; shift 3
      . "$home/lib/find-jdk.sh"
      find_jdk java
      exec "$java" --enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError -XX:+UseZGC \
        "-Dpingdeck.home=$home" -cp "$home/lib/*" "$main" "$@"
      """;

  private final Report report;
  private final Path distribution;
  private final Path folder;
  private final int rounds;
  private final Duration duration;

  /// @param folder for data and the start cache; must exist
  /// @param duration how long each number of pings runs
  StartGoals(Report report, Path distribution, Path folder, int rounds, Duration duration) {
    this.report = report;
    this.distribution = distribution;
    this.folder = folder;
    this.rounds = rounds;
    this.duration = duration;
  }

  void measure() throws Exception {
    Program.run(PATIENCE, now("start-cache"));
    compare("command to first page", MOST_SECONDS, this::firstPage);
    try (PlainEcho echo = new PlainEcho(StartGoals::inUpperCase)) {
      String target = "udp://127.0.0.1:" + echo.port();
      compare(
          "ping -c 1",
          Double.MAX_VALUE,
          how -> seconds(() -> Program.run(SOON, how.start("ping", target, "-c", "1"))));
    }
    memory(0, IDLE, 110);
    memory(1000, duration, 200);
    memory(10_000, duration, 500);
    smallHeap();
  }

  /// As the lab's server answers.
  private static byte[] inUpperCase(byte[] request) {
    return new String(request, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
  }

  private interface Way {
    List<String> start(String... arguments);
  }

  private interface Measured {
    double seconds(Way way) throws Exception;
  }

  private List<String> now(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "PINGDECK_START_CACHE=" + folder.resolve("cache")));
    command.add(distribution.resolve("bin/pingdeck").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private List<String> before(String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of("sh", "-c", BEFORE, "sh"));
    command.addAll(List.of(distribution.toString(), java, Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void compare(String goal, double most, Measured measured) throws Exception {
    List<Double> now = new ArrayList<>();
    List<Double> before = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      before.add(measured.seconds(this::before));
      now.add(measured.seconds(this::now));
      ratios.add(now.getLast() / before.getLast());
    }
    Spread ratio = Spread.of(ratios);
    Spread seconds = Spread.of(now);
    report.row(
        goal,
        seconds + " s",
        "before: " + Spread.of(before) + " s",
        ratio.toString(),
        "<= 0.50" + (most < 1 ? ", <= 0.35 s on a quiet machine" : ""),
        ratio.median() <= MOST_OF_BEFORE && seconds.median() <= most);
  }

  private double firstPage(Way way) throws IOException {
    Path data = Files.createTempDirectory(folder, "data");
    long start = System.nanoTime();
    try (Served served = Served.start(way.start(), data)) {
      served.text("/");
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /// Resident memory with a page that follows all pings.
  private void memory(int pings, Duration time, int mostMegabytes) throws Exception {
    Path data = Files.createTempDirectory(folder, "data");
    Vertx vertx = Vertx.vertx();
    try (Served served =
        Served.start(now(), data, "ping.limits.maxPings=" + Math.max(1000, pings))) {
      List<String> ids = pings == 0 ? List.of() : served.startPings(targets(pings), "1s");
      List.of("/", "/main.js", "/page.css").forEach(served::text);
      int port = served.page().getPort();
      LivePage.open(vertx, port, ids.subList(0, Math.min(1000, ids.size())));
      Thread.sleep(time.dividedBy(2));
      long half = resident(served);
      Thread.sleep(time.dividedBy(2));
      long end = resident(served);
      String goal =
          String.format(
              Locale.ROOT, "resident after %.1f min, %,d pings", time.toMillis() / 6e4, pings);
      report.row(
          goal,
          end + " MB",
          "half-way: " + half + " MB",
          String.format(Locale.ROOT, "%.2f", end / (double) half),
          "<= " + mostMegabytes + " MB" + (pings > 0 ? ", <= 1.10" : ""),
          end <= mostMegabytes && (pings == 0 || end <= 1.1 * half));
      losses(goal, served);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  /// A collection that takes too long would show here: datagrams that no buffer has room for.
  private void losses(String goal, Served served) {
    long sent = 0;
    long unanswered = 0;
    for (var ping : served.pings().values()) {
      var counters = ping.getJsonObject("counters");
      sent += counters.getLong("sent", 0L);
      unanswered += counters.getLong("lost", 0L) + counters.getLong("sendFailed", 0L);
    }
    if (sent > 0) {
      String figure = String.format(Locale.ROOT, "%,d of %,d", unanswered, sent);
      report.row(goal + ": false losses", figure, "-", "-", "0", unanswered == 0);
    }
    served.complaints().forEach(line -> report.raw(goal + ": " + line));
  }

  /// An hour at ten times the usual pace is a tenth of it at the usual one: so it runs as long as
  /// the other measurements.
  private void smallHeap() throws Exception {
    Path data = Files.createTempDirectory(folder, "data");
    List<String> command = new ArrayList<>(List.of("env", "PINGDECK_JAVA_OPTS=-Xmx64m"));
    command.addAll(now());
    try (Served served = Served.start(command, data)) {
      served.startPings(targets(100), "100ms");
      Thread.sleep(duration);
      long sent =
          served.pings().values().stream()
              .mapToLong(ping -> ping.getJsonObject("counters").getLong("sent"))
              .sum();
      List<String> said = served.complaints();
      boolean runs = sent > 0.9 * 1000 * duration.toSeconds();
      report.row(
          "-Xmx64m, 100 pings each 100 ms",
          String.format(Locale.ROOT, "%,d probes, %d MB", sent, resident(served)),
          said.isEmpty() ? "silent" : said.getFirst(),
          "-",
          "runs, silent",
          runs && said.isEmpty());
    }
  }

  private static List<String> targets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "icmp://127.1.%d.%d".formatted(i / 250, 1 + i % 250))
        .toList();
  }

  /// In megabytes.
  private static long resident(Served served) {
    try {
      Path status = Path.of("/proc", String.valueOf(served.program().pid()), "status");
      String line =
          Files.readAllLines(status).stream()
              .filter(each -> each.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / MEGABYTE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

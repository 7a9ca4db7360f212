package io.pingdeck.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The difference between the RTTs that pingers report and those in a packet capture of the same
/// packets, at a hundred probes per second.
final class TruthGoals {
  private static final String HERE = "127.0.0.1";
  private static final Duration SLACK = Duration.ofSeconds(60);
  private static final Pattern PING = Pattern.compile("icmp_seq=(\\d+) .*time=([0-9.]+) ms");
  private static final Pattern FPING = Pattern.compile("\\[(\\d+)\\], \\d+ bytes, ([0-9.]+) ms");
  private static final Pattern OURS = Pattern.compile("(?m)^(\\d+) (\\d+) KERNEL$");

  private final Report report;
  private final CProgram c;
  private final Optional<Link> link;
  private final int rounds;
  private final int probes;

  TruthGoals(Report report, CProgram c, Optional<Link> link, int rounds, int probes) {
    this.report = report;
    this.c = c;
    this.link = link;
    this.rounds = rounds;
    this.probes = probes;
  }

  /// A pinger and how to parse its output.
  private record Pinger(String filter, List<String> command, Pattern line, double nanosPerUnit) {}

  /// Where a scenario runs, and its required accuracy there, in microseconds.
  private record Place(
      String device, String address, List<String> inOtherEnd, double median, double worst) {}

  void measure() {
    if (!Program.isInstalled("tcpdump")) {
      report.skipped("RTT against a packet capture", "tcpdump is not installed");
      return;
    }
    measure("loopback", new Place("lo", HERE, List.of(), 1, 3), false);
    stampGaps();
    if (link.isEmpty()) {
      report.skipped("RTT on veth", "network namespaces are not permitted (run it as root)");
      return;
    }
    Place veth = new Place(Link.DEVICE, Link.ADDRESS, link.get().inOtherEnd(), 6, 10);
    measure("veth, idle", veth, true);
    List<Program> busy =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(core ->
                Program.start(Program.onCore(core, List.of("sh", "-c", "while :; do :; done"))))
            .toList();
    try {
      measure("veth, cores busy", veth, true);
    } finally {
      busy.forEach(Program::close);
    }
  }

  private void measure(String where, Place place, boolean againstPeers) {
    List<String> server = new ArrayList<>(place.inOtherEnd());
    server.addAll(List.of(c.path("udp_echo"), place.address()));
    Map<String, List<double[]>> errors = new LinkedHashMap<>();
    try (Program echo = Program.start(server)) {
      Map<String, Pinger> pingers = pingers(place.address(), echo.line());
      for (int round = 0; round < rounds; round++) {
        pingers.forEach((name, pinger) ->
            errors
                .computeIfAbsent(name, first -> new ArrayList<>())
                .add(errors(place.device(), where + ", " + name, pinger)));
      }
    }
    for (String ours : List.of("UDP", "ICMP")) {
      absolute(where, ours, errors.get(ours), place);
      if (againstPeers) {
        relative(where, ours, "ping", errors);
        relative(where, ours, "fping", errors);
      }
    }
  }

  /// The lower bound for the error of RTTs from kernel timestamps on loopback, independent of
  /// Pingdeck.
  private void stampGaps() {
    String goal = "loopback, C: from one stamp to the other, median";
    List<String> command = List.of(c.path("stamp_gap"), HERE, String.valueOf(probes));
    List<Double> medians = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      String output = Program.run(SLACK.plusMillis(probes * 10L), command);
      double[] micros =
          Spread.sorted(output.lines().map(nanos -> Double.parseDouble(nanos) / 1e3).toList());
      medians.add(Spread.percentile(micros, 50));
    }
    report.raw(goal + " " + Spread.of(medians) + " us");
  }

  private Map<String, Pinger> pingers(String address, String port) {
    double interval = SteadyProbes.INTERVAL.toMillis();
    Map<String, Pinger> pingers = new LinkedHashMap<>();
    pingers.put(
        "UDP",
        new Pinger(
            "udp port " + port,
            Program.java(SteadyProbes.class, "udp://" + address + ":" + port, probes),
            OURS,
            1));
    pingers.put(
        "ICMP",
        new Pinger("icmp", Program.java(SteadyProbes.class, "icmp://" + address, probes), OURS, 1));
    String count = String.valueOf(probes);
    if (Program.isInstalled("ping")) {
      List<String> ping =
          List.of("ping", "-n", "-i", String.valueOf(interval / 1e3), "-c", count, address);
      pingers.put("ping", new Pinger("icmp", ping, PING, 1e6));
    }
    if (Program.isInstalled("fping")) {
      List<String> fping =
          List.of("fping", "-p", String.valueOf((int) interval), "-c", count, address);
      pingers.put("fping", new Pinger("icmp", fping, FPING, 1e6));
    }
    return pingers;
  }

  /// Reported minus captured, in microseconds, for every probe in both.
  private double[] errors(String device, String what, Pinger pinger) {
    try (Capture capture = Capture.start(device, pinger.filter())) {
      String output = Program.run(SLACK.plusMillis(probes * 10L), pinger.command());
      Map<Long, Long> captured = capture.rtts();
      List<Double> errors = new ArrayList<>();
      Matcher line = pinger.line().matcher(output);
      while (line.find()) {
        Long truth = captured.get(Long.parseLong(line.group(1)));
        if (truth != null) {
          double reported = Double.parseDouble(line.group(2)) * pinger.nanosPerUnit();
          errors.add((reported - truth) / 1e3);
        }
      }
      if (errors.size() < probes / 2) {
        throw new IllegalStateException(
            what + ": only " + errors.size() + " of " + probes + " probes could be compared");
      }
      double[] sorted = Spread.sorted(errors);
      report.raw(
          String.format(
              Locale.ROOT,
              "RTT - capture, %s: p1 %+.2f, median %+.2f, p99 %+.2f us of %d probes",
              what,
              Spread.percentile(sorted, 1),
              Spread.percentile(sorted, 50),
              Spread.percentile(sorted, 99),
              sorted.length));
      return sorted;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void absolute(String where, String ours, List<double[]> errors, Place place) {
    Spread median = each(errors, TruthGoals::median);
    Spread worst = each(errors, round -> Spread.percentile(distances(round), 99));
    row(where + ", " + ours + ": median error", median, place.median());
    row(where + ", " + ours + ": worst 1 %", worst, place.worst());
  }

  private void row(String goal, Spread micros, double wanted) {
    report.row(
        goal,
        micros + " us",
        "tcpdump",
        "-",
        String.format(Locale.ROOT, "<= %.0f us", wanted),
        micros.median() <= wanted);
  }

  private void relative(
      String where, String ours, String peer, Map<String, List<double[]>> errors) {
    String goal = where + ", " + ours + ": median error";
    if (!errors.containsKey(peer)) {
      report.skipped(goal, peer + " is not installed");
      return;
    }
    List<double[]> mine = errors.get(ours);
    List<double[]> theirs = errors.get(peer);
    Spread ratio =
        Spread.of(
            IntStream.range(0, rounds)
                .mapToObj(i -> median(mine.get(i)) / median(theirs.get(i)))
                .toList());
    report.row(
        goal,
        each(mine, TruthGoals::median) + " us",
        peer + ": " + each(theirs, TruthGoals::median) + " us",
        ratio.toString(),
        "<= 0.33",
        ratio.median() <= 1.0 / 3);
  }

  private static Spread each(List<double[]> rounds, Function<double[], Double> figure) {
    return Spread.of(rounds.stream().map(figure).toList());
  }

  private static double median(double[] sorted) {
    return Math.abs(Spread.percentile(sorted, 50));
  }

  private static double[] distances(double[] errors) {
    return IntStream.range(0, errors.length)
        .mapToDouble(i -> Math.abs(errors[i]))
        .sorted()
        .toArray();
  }
}

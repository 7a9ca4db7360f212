package io.pingdeck.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// How many probes, and how many echoes, one core handles per second, and for how many of
/// Pingdeck's probes something was allocated. All programs take turns, round after round. The
/// probing side has core 0, the answering side core 1.
final class RateGoals {
  private static final String HERE = "127.0.0.1";
  private static final int PROBING = 0;
  private static final int ANSWERING = 1;
  private static final int WINDOW = 64; // that of a flood ping
  private static final int SATURATING_WINDOW = 256;
  private static final int FPING_TARGETS = 1000;
  private static final int FPING_EACH = 50; // of 65,536 sequence numbers in ten seconds
  private static final double FPING_PER_SECOND = 125_000; // approximate, to choose the count

  /// How many times longer than another turn the turns of C and Pingdeck are.
  private static final int TURNS = 3;

  private static final double WARM_UP_SECONDS = 15;
  private static final int ALLOCATION_PROBES = 2_000_000;
  private static final int BYTES_A_SECOND = 4096;
  private static final Duration SLACK = Duration.ofMinutes(5);
  private static final Pattern PING_SUMMARY = Pattern.compile("(\\d+) received");
  private static final Pattern IRTT_PACKETS =
      Pattern.compile("packets sent/received.*: \\d+/(\\d+)");
  private static final Pattern CPU = Pattern.compile("cpu ([0-9.]+) ([0-9.]+)");
  private static final String PYTHON_ECHO =
      """
      from socket import AF_INET, SOCK_DGRAM, socket
      server = socket(AF_INET, SOCK_DGRAM)
      server.bind(("127.0.0.1", 0))
      print(server.getsockname()[1], flush=True)
      while True:
          message, client = server.recvfrom(1024)
          server.sendto(message.upper(), client)
      """;

  private final Report report;
  private final CProgram c;
  private final int rounds;
  private final double seconds;

  RateGoals(Report report, CProgram c, int rounds, double seconds) {
    this.report = report;
    this.c = c;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /// The measured programs, by name, and the missing ones.
  private final class Contest {
    private final String what;
    private final List<Supplier<Map<String, Rate>>> runs = new ArrayList<>();
    private final Map<String, List<Rate>> rates = new LinkedHashMap<>();

    Contest(String what) {
      this.what = what;
    }

    /// @param program the required program; the entry is skipped without it
    void add(String name, String program, Supplier<Rate> run) {
      if (Program.isInstalled(program)) {
        runs.add(() -> Map.of(name, run.get()));
      }
    }

    /// Adds programs that are measured together, by name.
    void add(Supplier<Map<String, Rate>> run) {
      runs.add(run);
    }

    void run() {
      for (int round = 0; round < rounds; round++) {
        for (Supplier<Map<String, Rate>> run : runs) {
          new TreeMap<>(run.get())
              .forEach((name, rate) -> {
                rates.computeIfAbsent(name, first -> new ArrayList<>()).add(rate);
                report.raw(what + ", " + name + ": " + rate);
              });
        }
      }
    }

    void goal(String peer, double wanted) {
      String goal = what + " a core second";
      if (!rates.containsKey(peer)) {
        report.skipped(goal, peer + " is not installed");
        return;
      }
      Spread ratio = Spread.ofRatios(rates.get("Pingdeck"), rates.get(peer));
      report.row(
          goal,
          figure("Pingdeck"),
          peer + ": " + figure(peer),
          ratio.toString(),
          String.format(Locale.ROOT, ">= %.2f", wanted),
          ratio.median() >= wanted);
    }

    private String figure(String name) {
      List<Double> all = rates.get(name).stream().map(Rate::perCoreSecond).toList();
      return String.format(Locale.ROOT, "%,.0f", Spread.of(all).median());
    }
  }

  void icmpProbes() {
    Contest contest = new Contest("ICMP probes");
    contest.add(() -> probes("icmp://" + HERE, "icmp_probes", HERE, WINDOW));
    contest.add("ping -f", "ping", this::ping);
    contest.add("fping", "fping", this::fping);
    contest.run();
    contest.goal("C", 0.95);
    contest.goal("ping -f", 1.15);
    contest.goal("fping", 1.7);
  }

  void udpProbes() {
    try (Program echo = echo(List.of(c.path("udp_echo"), HERE))) {
      String port = echo.line();
      Contest contest = new Contest("UDP probes");
      contest.add(() -> probes("udp://" + HERE + ":" + port, "udp_probes", HERE, port, WINDOW));
      contest.add("irtt", "irtt", this::irtt);
      contest.run();
      contest.goal("C", 0.95);
      contest.goal("irtt", 1.4);
    }
  }

  void echoes() {
    Contest contest = new Contest("UDP echoes");
    contest.add(this::echoesByTurns);
    contest.add("Python", "python3", () -> echoes(List.of("python3", "-c", PYTHON_ECHO)));
    contest.add("Vert.x", "taskset", () -> echoes(Program.java(EchoProcess.class, "vertx")));
    contest.run();
    contest.goal("C", 0.95);
    contest.goal("Python", 1.4);
    contest.goal("Vert.x", 1.7);
  }

  /// In steady state, which starts when everything is compiled. The loop may allocate for its
  /// status once per second, but not per probe.
  void allocation() {
    try (Program echo = echo(List.of(c.path("udp_echo"), HERE))) {
      String target = "udp://" + HERE + ":" + echo.line();
      List<String> flood = Program.java(FloodProbes.class, target, seconds, ALLOCATION_PROBES);
      String line = run(PROBING, flood);
      report.raw("allocation, " + line.strip());
      double probes = field(line, "replied");
      double bytes = field(line, "bytes");
      report.row(
          "bytes allocated a probe",
          String.format(Locale.ROOT, "%.4f of %,.0f", bytes / probes, probes),
          "-",
          "-",
          "0 (4 kB a second)",
          bytes <= (1 + probes / field(line, "perSecond")) * BYTES_A_SECOND);
    }
  }

  /// Pingdeck's warm probes, taking turns with C's.
  private Map<String, Rate> probes(String target, String program, Object... arguments) {
    double both = 2 * TURNS * seconds;
    List<String> flood = Program.java(FloodProbes.class, target, both);
    try (Program ours = Program.start(Program.onCore(PROBING, flood))) {
      ours.line();
      ours.stop();
      List<String> command = cCommand(program, both, arguments);
      try (Program theirs = Program.start(Program.onCore(PROBING, command))) {
        Turns.take(List.of(theirs, ours));
        return Map.of("C", Rate.read(theirs.line()), "Pingdeck", Rate.read(ours.line()));
      }
    }
  }

  private Rate ping() {
    int whole = (int) Math.ceil(seconds);
    String output = run(PROBING, timed("ping -q -f -w " + whole + " " + HERE));
    Matcher summary = find(PING_SUMMARY, output);
    double replied = Double.parseDouble(summary.group(1));
    return Rate.of(replied, cpu(output));
  }

  private Rate fping() {
    try {
      Path targets = Files.createTempFile("bench", ".txt");
      try {
        Files.write(
            targets,
            IntStream.range(0, FPING_TARGETS)
                .mapToObj(i -> "127.0." + i / 250 + "." + (1 + i % 250))
                .toList());
        String once = "fping -q -i 0 -p 1 -c " + FPING_EACH + " -f " + targets;
        int times = (int) Math.ceil(seconds * FPING_PER_SECOND / (FPING_EACH * FPING_TARGETS));
        String output = run(PROBING, timed("for i in $(seq " + times + "); do " + once + "; done"));
        long answered =
            output
                .lines()
                .filter(line -> line.contains("xmt/rcv"))
                .mapToLong(RateGoals::received)
                .sum();
        return Rate.of(answered, cpu(output));
      } finally {
        Files.delete(targets);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses `127.0.0.1 : xmt/rcv/%loss = 50/50/0%, min/avg/max = ...`.
  private static long received(String line) {
    return Long.parseLong(line.split(" = ")[1].split("/")[1]);
  }

  private Rate irtt() {
    List<String> server = List.of("irtt", "server", "-b", HERE + ":0", "-i", "0", "-d", "0");
    try (Program running = echo(server)) {
      String port = irttPort(running);
      String client = "irtt client -q -i 1us -l 0 --wait=100ms -d " + seconds + "s ";
      String output = run(PROBING, timed(client + HERE + ":" + port));
      double replied = Double.parseDouble(find(IRTT_PACKETS, output).group(1));
      return Rate.of(replied, cpu(output));
    }
  }

  private static String irttPort(Program server) {
    String line = server.line();
    while (!line.contains(HERE + ":")) {
      line = server.line();
    }
    Matcher port = find(Pattern.compile(Pattern.quote(HERE) + ":(\\d+)"), line);
    return port.group(1);
  }

  /// Every server gets the same client; the CPU time of the server's process counts.
  private Rate echoes(List<String> server) {
    try (Program echo = echo(server)) {
      String port = echo.line();
      run(PROBING, echoClient(port, WARM_UP_SECONDS));
      double before = echo.cpuSeconds();
      String line = run(PROBING, echoClient(port, seconds));
      return Rate.of(answers(line), echo.cpuSeconds() - before);
    }
  }

  /// C's and Pingdeck's servers, whose clients take turns.
  private Map<String, Rate> echoesByTurns() {
    double both = 2 * TURNS * seconds;
    try (Program theirs = echo(List.of(c.path("udp_echo"), HERE));
        Program ours = echo(Program.java(EchoProcess.class, "pingdeck"))) {
      List<String> toTheirs = Program.onCore(PROBING, echoClient(theirs.line(), both));
      String port = ours.line();
      List<String> toOurs = Program.onCore(PROBING, echoClient(port, both));
      run(PROBING, echoClient(port, WARM_UP_SECONDS));
      double theirsBefore = theirs.cpuSeconds();
      double oursBefore = ours.cpuSeconds();
      try (Program first = Program.start(toTheirs)) {
        first.stop();
        try (Program second = Program.start(toOurs)) {
          Turns.take(List.of(first, second));
          return Map.of(
              "C", Rate.of(answers(first.line()), theirs.cpuSeconds() - theirsBefore),
              "Pingdeck", Rate.of(answers(second.line()), ours.cpuSeconds() - oursBefore));
        }
      }
    }
  }

  private List<String> echoClient(String port, double clientSeconds) {
    return cCommand("udp_probes", clientSeconds, HERE, port, SATURATING_WINDOW);
  }

  /// All replies that the client got, including those before it began to count.
  private static double answers(String line) {
    return field(line, "replied") + field(line, "before");
  }

  private Program echo(List<String> command) {
    return Program.start(Program.onCore(ANSWERING, command));
  }

  private List<String> cCommand(String name, double programSeconds, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(c.path(name)));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    command.add(String.valueOf(programSeconds));
    return command;
  }

  /// Runs the command in a shell that prints its CPU time: `cpu <user> <system>`.
  private static List<String> timed(String command) {
    return List.of("bash", "-c", "TIMEFORMAT='cpu %U %S'; time { " + command + "; }");
  }

  private static double cpu(String output) {
    Matcher times = find(CPU, output);
    return Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
  }

  private static double field(String line, String name) {
    return Double.parseDouble(find(Pattern.compile(name + "=([0-9.]+)"), line).group(1));
  }

  private static Matcher find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("expected " + pattern + " in: " + text);
    }
    return matcher;
  }

  private String run(int core, List<String> command) {
    return Program.run(SLACK.plusSeconds((long) (10 * seconds)), Program.onCore(core, command));
  }
}

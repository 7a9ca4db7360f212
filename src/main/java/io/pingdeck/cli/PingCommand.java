package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Durations;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.print.PingPrinter;
import io.pingdeck.cli.print.Version;
import io.pingdeck.log.RepeatedLines;
import io.pingdeck.net.Departure;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Pings one target and prints the outcome of each probe, or pings a list of targets and prints one
/// summary per target.
@Command(
    name = "ping",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Pings one target, or a list of them, from the command line.",
    footer = {
      "",
      "Exits with 0 if there was any reply, 1 if there was none or if a target of a list could not"
          + " be pinged, 2 on invalid usage, 3 if its output cannot be written.",
      "Ctrl-C ends it and prints the summary.",
      "",
      "Examples:",
      "  pingdeck ping udp://127.0.0.1:12000 -c 10 -i 0.2",
      "  pingdeck ping udp://[::1]:12000 --json",
      "  pingdeck ping tcp://127.0.0.1:12001 --mode echo",
      "  pingdeck ping icmp://example.com -4 -W 500ms -q",
      "  pingdeck ping icmp://127.0.0.1 --flood -c 100000 -q",
      "  pingdeck ping -f targets.txt -c 5"
    })
final class PingCommand implements Callable<Integer> {
  /// On the command line users may flood their own machine.
  static final PingLimits LIMITS =
      new PingLimits(
          PingLimits.DEFAULT.minInterval(),
          Duration.ZERO,
          PingLimits.DEFAULT.maxPayloadBytes(),
          Duration.ofHours(1),
          1);

  private static final long SUMMARY_SECONDS = 2;

  private final BiFunction<Optional<Path>, Departure, PingRunner> runners;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description =
          "udp://host:port, tcp://host:port, icmp://host or a host alone, http://host/path and"
              + " others.")
  private String target;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "Ping every target in this file, one on a line; # starts a comment, - is standard input."
              + " Prints a line for each at the end.")
  private String file;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "COUNT",
      description = "Stop after this many probes.")
  private Long count;

  @ArgGroup private Pace pace;

  @Option(
      names = {"-W", "--timeout"},
      paramLabel = "TIMEOUT",
      description = "A probe not answered by then is lost. Default: 1s.")
  private String timeout;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "SIZE",
      description = "Payload in bytes; an ICMP probe of less than 8 has no token. Default: 64.")
  private Integer size;

  @ArgGroup private Family family;

  @Option(names = "--ttl", paramLabel = "N", description = "TTL or hop limit, 1-255.")
  private Integer ttl;

  @Option(names = "--tos", paramLabel = "N", description = "TOS or traffic class, 0-255.")
  private Integer tos;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = {
        "What a tcp ping measures. connect: the handshake (default). echo: a connection and a line"
            + " for each probe. stream: lines on one connection. greeting: until the server has"
            + " greeted. An smtp ping: greeting (default) or starttls."
      })
  private String mode;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "The request of an http ping, GET, HEAD or POST. Default: GET.")
  private String method;

  @Option(
      names = "--expect",
      paramLabel = "CODES",
      description =
          "What counts as a reply. http: statuses such as 200 or 2xx,404 (default: 2xx,3xx)."
              + " dns: response codes such as NXDOMAIN (default: NOERROR). Greetings: codes such as"
              + " 220,421 (default: 2xx), +OK of pop3, OK,BYE of imap (default: OK,PREAUTH).")
  private String expect;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates in PEM that https pings trust besides the Java runtime's.")
  private Path caFile;

  @Option(
      names = "--query-type",
      paramLabel = "TYPE",
      description =
          "What a dns ping asks for: A (default), AAAA, CNAME, MX, NS, PTR, SOA, TXT,"
              + " SRV, CAA. With ?transport=tcp behind the name it asks over TCP.")
  private String queryType;

  @Mixin private HttpFlags http;

  @Option(names = "--pin", description = "Resolve the name once and keep the address.")
  private boolean pin;

  @Option(
      names = {"-w", "--deadline"},
      paramLabel = "TIME",
      description =
          "Stop after this time, even if probes are in flight: 5 (seconds), 1m30s. With -c it then"
              + " leaves with 1 if fewer were answered.")
  private String deadline;

  @Mixin private final LeavingOptions leaving = new LeavingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  private static final class Pace {
    @Option(
        names = {"-i", "--interval"},
        paramLabel = "INTERVAL",
        description = "Time between two probes: 200ms, 0.2 (seconds). Default: 1s.")
    private String interval;

    @Option(names = "--flood", description = "Send as fast as replies arrive; to this host only.")
    private boolean flood;
  }

  private static final class Family {
    @Option(
        names = {"-4", "--ipv4"},
        description = "Only IPv4.")
    private boolean ipv4;

    @Option(
        names = {"-6", "--ipv6"},
        description = "Only IPv6.")
    private boolean ipv6;
  }

  /// @param runners creates a runner that also trusts the certificates in a file
  PingCommand(BiFunction<Optional<Path>, Departure, PingRunner> runners) {
    this.runners = requireNonNull(runners, "runners");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (file != null && target != null) {
      throw new FaultException("target", "there are targets in -f " + file + " already");
    }
    PrintWriter out = spec.commandLine().getOut();
    PingPrinter printer = output.printer(out, file != null);
    Departure departure = leaving.departure();
    Optional<Duration> end = deadline();
    HostResolver hosts = HostResolver.ofThisHost();
    TargetFile targets = file == null ? new TargetFile(List.of(one()), List.of()) : listed();
    try (PingRunner runner = runners.apply(Optional.ofNullable(caFile), departure)) {
      if (output.needsAnswers()) {
        runner.keepAnswers();
      }
      int code = run(new ForegroundPings(runner, printer, hosts, LIMITS, end), targets.pings());
      return targets.refused().isEmpty() ? code : CommandLines.FAILURE;
    }
  }

  private Optional<Duration> deadline() {
    if (deadline == null) {
      return Optional.empty();
    }
    try {
      Duration end = Durations.parse(deadline);
      if (end.isPositive()) {
        return Optional.of(end);
      }
      throw new FaultException("-w", GivenText.show(deadline) + " is too short (more than 0s)");
    } catch (IllegalArgumentException e) {
      throw new FaultException("-w", GivenText.show(deadline) + " is " + e.getMessage());
    }
  }

  private ResolvedPing one() {
    PingSpec ping = form().check(newId());
    ResolvedPing planned =
        new ResolvedPing(ping, HostResolver.ofThisHost().resolve(ping.target(), ping.family()));
    throwAny(LIMITS.check(ping, planned.address()));
    return planned;
  }

  private TargetFile listed() {
    TargetFile targets =
        TargetFile.read(file, form(), PingCommand::newId, LIMITS, HostResolver.ofThisHost());
    targets.refused().forEach(fault -> spec.commandLine().getErr().println("pingdeck: " + fault));
    return targets;
  }

  private static void throwAny(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
  }

  private static PingId newId() {
    return PingId.random(RandomGenerator.getDefault());
  }

  private PingRequest form() {
    Optional<String> wanted =
        Optional.ofNullable(family).map(chosen -> chosen.ipv4 ? "ipv4" : "ipv6");
    return new PingFormBuilder()
        .target(Optional.ofNullable(target))
        .interval(Optional.ofNullable(pace).map(chosen -> chosen.flood ? "0" : chosen.interval))
        .timeout(Optional.ofNullable(timeout))
        .count(count == null ? OptionalLong.empty() : OptionalLong.of(count))
        .size(optional(size))
        .family(leaving.family(wanted))
        .ttl(optional(ttl))
        .tos(optional(tos))
        .mode(Optional.ofNullable(mode))
        .method(Optional.ofNullable(method))
        .expect(Optional.ofNullable(expect))
        .queryType(Optional.ofNullable(queryType))
        .http(http.form())
        .pin(pin)
        .build();
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /// On Ctrl-C Java runs its shutdown hooks while this thread continues. The hook waits for the
  /// summary, then ends the process with the ping's own exit code.
  private int run(ForegroundPings foreground, List<ResolvedPing> pings)
      throws IOException, InterruptedException {
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    Thread hook =
        ProcessEnd.before(
            "ctrl-c",
            () -> {
              foreground.interrupt();
              int code =
                  exitCode
                      .completeOnTimeout(CommandLines.FAILURE, SUMMARY_SECONDS, TimeUnit.SECONDS)
                      .join();
              RepeatedLines.tellAll();
              Runtime.getRuntime().halt(code);
            });
    int code = CommandLines.FAILURE;
    try {
      code = isAnswered(foreground.run(pings)) ? 0 : CommandLines.FAILURE;
    } finally {
      exitCode.complete(code);
      forget(hook);
    }
    return code;
  }

  /// Whether there was any reply; with a deadline and a count, whether there were that many.
  private boolean isAnswered(List<PingSnapshot> ended) {
    return deadline != null && count != null
        ? ended.stream().allMatch(ping -> answers(ping) >= count)
        : ended.stream().anyMatch(ping -> answers(ping) > 0);
  }

  private static long answers(PingSnapshot ping) {
    return ping.counters().count(Outcome.REPLY) + ping.counters().count(Outcome.LATE);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C came first: the hook ends the process with our exit code.
    }
  }
}

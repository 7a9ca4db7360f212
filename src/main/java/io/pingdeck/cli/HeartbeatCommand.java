package io.pingdeck.cli;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Durations;
import io.pingdeck.base.Errno;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.print.Version;
import io.pingdeck.heartbeat.BeatSender;
import io.pingdeck.heartbeat.MonitorKeys;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BeatKey;
import io.pingdeck.packet.text.BeatText;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Heartbeats from the command line.
@Command(
    name = "heartbeat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "send",
    description = "Sends heartbeats to a monitor.",
    subcommands = HeartbeatCommand.Send.class)
final class HeartbeatCommand {
  @Command(
      name = "send",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Sends one beat each interval, and sends a goodbye when it is stopped.",
      footer = {
        "",
        "Exits with 0 if every beat could be sent, 1 if the system refused some, 2 on invalid"
            + " usage.",
        "",
        "Example:",
        "  pingdeck heartbeat send udp://127.0.0.1:12002 --name build-7 --interval 1s"
      })
  static final class Send implements Callable<Integer> {
    private static final long GOODBYE_SECONDS = 1;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TARGET", description = "The monitor: udp://host:port.")
    private String target;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "The application: " + BeatText.NAME_RULE + ".")
    private String name;

    @Option(
        names = "--interval",
        paramLabel = "INTERVAL",
        description = "Time between two beats: 200ms, 1s. Default: 1s.")
    private String interval = "1s";

    @Option(names = "--count", paramLabel = "COUNT", description = "Stop after this many beats.")
    private Long count;

    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        description = "Sign each beat with the secret in this file (16 bytes or more).")
    private Path keyFile;

    @Option(
        names = {"-v", "--verbose"},
        description = "Print a line for each beat.")
    private boolean verbose;

    @Option(
        names = {"-q", "--quiet"},
        description = "Print nothing; use the exit code.")
    private boolean quiet;

    private int lastErrno;

    @Override
    public Integer call() throws IOException, InterruptedException {
      BeatSender sender =
          new BeatSender(
              monitor(), name(), interval(), count(), Optional.ofNullable(keyFile).map(Send::key));
      CountDownLatch done = new CountDownLatch(1);
      // On a signal this hook runs while the sender finishes with its goodbye.
      ProcessEnd.before("goodbye", () -> stop(sender, done));
      try {
        say("Beating to " + target + " as " + name + " every " + interval + until());
        BeatSender.Sent sent = sender.run(PlatformSockets.best(), this::told);
        say(
            sent.beats()
                + (sent.beats() == 1 ? " beat sent, " : " beats sent, ")
                + sent.refused()
                + " refused, goodbye said");
        return sent.refused() == 0 ? 0 : CommandLines.FAILURE;
      } finally {
        done.countDown();
      }
    }

    private String until() {
      return count == null ? ", until Ctrl-C" : ", " + count + " times";
    }

    /// Prints send failures when they begin and end, not for every beat.
    private void told(long sequence, int errno) {
      boolean changed = errno != lastErrno;
      lastErrno = errno;
      if (errno != 0 && (changed || verbose)) {
        say("beat " + sequence + " could not be sent: " + Errno.describe(errno));
      } else if (errno == 0 && (changed || verbose)) {
        say("beat " + sequence + " sent");
      }
    }

    private void say(String line) {
      if (!quiet) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
      }
    }

    private static void stop(BeatSender sender, CountDownLatch done) {
      sender.stop();
      try {
        done.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private Endpoint monitor() throws IOException {
      Target monitor = Target.parse(target);
      if (monitor.protocol() != Protocol.UDP) {
        throw new FaultException("target", "beats go by udp: udp://host:port");
      }
      return HostResolver.ofThisHost().resolve(monitor, AddressFamily.ANY).chosen();
    }

    private String name() {
      if (!BeatText.isName(name)) {
        throw new FaultException(
            "--name", GivenText.show(name) + " is not a name (" + BeatText.NAME_RULE + ")");
      }
      return name;
    }

    private Duration interval() {
      try {
        Duration parsed = Durations.parse(interval);
        if (parsed.compareTo(Duration.ofMillis(1)) >= 0) {
          return parsed;
        }
        throw new FaultException("--interval", "too short (at least 1ms)");
      } catch (IllegalArgumentException e) {
        throw new FaultException("--interval", GivenText.show(interval) + " is " + e.getMessage());
      }
    }

    private OptionalLong count() {
      if (count != null && count < 1) {
        throw new FaultException("--count", "must be at least 1");
      }
      return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    private static BeatKey key(Path file) {
      return MonitorKeys.read(file);
    }
  }
}

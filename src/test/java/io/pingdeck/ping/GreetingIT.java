package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Greetings of third-party servers.
@Timeout(60)
class GreetingIT {
  @TempDir private Path folder;

  @Test
  void anFtpServerSaysWhoItIs() throws Exception {
    Tool.need(Tool.PYFTPDLIB);
    try (ServerProcess server = ServerProcess.python("ftp_server.py")) {
      assertThat(greeting("ftp", server.port())).isEqualTo("220 files of the lab");
    }
  }

  @Test
  void aMailServerSaysWhoItIs() throws Exception {
    Tool.need(Tool.AIOSMTPD);
    try (ServerProcess server = ServerProcess.python("smtp_server.py")) {
      assertThat(greeting("smtp", server.port())).startsWith("220 mail.lab Python SMTP");
    }
  }

  @Test
  void mailboxesSayWhoTheyAre() throws Exception {
    Tool.need(Tool.DOVECOT);
    int imap = ServerProcess.freePort();
    int pop3 = ServerProcess.freePort();
    Path config = folder.resolve("dovecot.conf");
    Files.writeString(config, dovecot(imap, pop3));
    try (ServerProcess server =
        ServerProcess.listening(imap, List.of("dovecot", "-F", "-c", config.toString()))) {
      assertThat(greeting("imap", server.port())).startsWith("* OK [CAPABILITY IMAP4rev1 ");
      assertThat(greeting("pop3", pop3)).startsWith("+OK Dovecot").endsWith("ready.");
    }
  }

  /// Dovecot's login processes refuse to run as root.
  private String dovecot(int imap, int pop3) {
    String user = System.getProperty("user.name");
    String login = user.equals("root") ? "nobody" : user;
    return """
    base_dir = %s/run
    state_dir = %s/state
    log_path = /dev/null
    protocols = imap pop3
    listen = 127.0.0.1
    ssl = no
    default_internal_user = %s
    default_login_user = %s
    default_vsz_limit = 0
    passdb {
      driver = static
      args = nopassword=y
    }
    service anvil {
      chroot =
    }
    service imap-login {
      chroot =
      inet_listener imap {
        port = %d
      }
      inet_listener imaps {
        port = 0
      }
    }
    service pop3-login {
      chroot =
      inet_listener pop3 {
        port = %d
      }
      inet_listener pop3s {
        port = 0
      }
    }
    """
        .formatted(folder, folder, user, login, imap, pop3);
  }

  /// The server greets with 503 if the host has no name: it is reached, but does not serve.
  @Test
  void aNewsServerGreets() throws Exception {
    Tool.need(Tool.LEAFNODE);
    try (ServerProcess server = ServerProcess.python("inetd.py", "/usr/sbin/leafnode")) {
      List<Sample> samples = samples("nntp", server.port());
      String text = text(samples);
      assertThat(text).matches("(200|201|503) .*Leafnode.*");
      assertThat(samples)
          .extracting(Sample::outcome)
          .hasSize(2)
          .containsOnly(text.startsWith("503") ? Outcome.UNEXPECTED : Outcome.REPLY);
    }
  }

  /// A telnet server requests options and never gets an answer.
  @Test
  void aTelnetServerAsksForOptions() throws Exception {
    Tool.need(Tool.TELNETD);
    try (ServerProcess server = ServerProcess.python("inetd.py", "/usr/sbin/telnetd", "-h")) {
      assertThat(greeting("telnet", server.port()))
          .startsWith("<WILL AUTHENTICATION><WILL ENCRYPTION><DO TERMINAL-TYPE>");
    }
  }

  @Test
  void aGopherServerIsAskedForItsMenu() throws Exception {
    Tool.need(Tool.PYGOPHERD);
    int port = ServerProcess.freePort();
    Path root = Files.createDirectory(folder.resolve("gopher"));
    Files.writeString(root.resolve("hello.txt"), "hello");
    String config = Files.readString(Path.of("/etc/pygopherd/pygopherd.conf"));
    Path own = folder.resolve("pygopherd.conf");
    Files.writeString(
        own,
        config
            .replaceAll("(?m)^(setuid|setgid|pidfile) *=.*", "")
            .replaceAll("(?m)^port *=.*", "port = " + port)
            .replaceAll("(?m)^root *=.*", "root = " + root)
            .replaceAll("(?m)^usechroot *=.*", "usechroot = no")
            .replaceAll("(?m)^logmethod *=.*", "logmethod = none"));
    try (ServerProcess server =
        ServerProcess.listening(port, List.of("pygopherd", own.toString()))) {
      assertThat(greeting("gopher", server.port())).startsWith("0hello\\t/hello.txt\\t");
    }
  }

  private static String greeting(String scheme, int port) throws Exception {
    List<Sample> samples = samples(scheme, port);
    assertThat(samples).extracting(Sample::outcome).hasSize(2).containsOnly(Outcome.REPLY);
    return text(samples);
  }

  private static String text(List<Sample> samples) {
    return ((Response.Banner) samples.getFirst().answer().orElseThrow()).text();
  }

  private static List<Sample> samples(String scheme, int port) throws Exception {
    PingSpec spec = Forms.ping(scheme + "://127.0.0.1:" + port, 2, "", "", "5s");
    try (LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      return recorder.samples;
    }
  }
}

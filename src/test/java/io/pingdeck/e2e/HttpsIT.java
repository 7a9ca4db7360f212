package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.cli.CommandLines;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program with a certificate of its own.
@Timeout(120)
class HttpsIT {
  private static final Pattern SOME = Pattern.compile("[1-9]");

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeTheCertificate() {
    Assertions.assertThat(run("tls", "self-signed", "--out-dir", folder.toString())).isZero();
  }

  private int run(String... args) {
    return CommandLines.run(OutputStream.nullOutputStream(), new PrintWriter(err, true), args);
  }

  private String certificate() {
    return folder.resolve("page.pem").toString();
  }

  private RunningPingdeck start(String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("--set", "web.tls.certificate=" + certificate()));
    flags.addAll(List.of("--set", "web.tls.key=" + folder.resolve("page.key")));
    return RunningPingdeck.start(0, flags.toArray(new String[0]));
  }

  @Test
  void thePageShowsLiveSamples() throws Exception {
    List<String> errors = new ArrayList<>();
    try (Playwright playwright = Playwright.create();
        Browser browser = Chromium.launch(playwright);
        RunningPingdeck pingdeck = start();
        BrowserContext context =
            browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true))) {
      Assertions.assertThat(pingdeck.page().getScheme()).isEqualTo("https");
      Page page = context.newPage();
      page.onPageError(errors::add);
      page.onConsoleMessage(message ->
          Stream.of(message)
              .filter(said -> said.type().equals("error"))
              .forEach(said -> errors.add(said.text())));
      page.navigate(pingdeck.page().toString());
      page.getByTestId("field-interval").fill("50ms");
      page.getByTestId("start").click();
      assertThat(page.getByTestId("shown-reply")).hasText(SOME);
      Places.go(page, "system");
      assertThat(page.getByTestId("certificate")).containsText(Pattern.compile("36[45] days left"));
    }
    Assertions.assertThat(errors).isEmpty();
  }

  /// The first handshakes of a cold program on a busy machine may take longer than clients wait.
  private void awaitHealth(RunningPingdeck pingdeck) {
    while (run("health", "--url", pingdeck.page().toString()) != 0) {
      Thread.onSpinWait();
    }
    err.getBuffer().setLength(0);
  }

  @Test
  void healthIsAskedWithoutTrust() throws Exception {
    try (RunningPingdeck pingdeck = start("--set", "web.basePath=/pings")) {
      awaitHealth(pingdeck);

      int byConfiguration =
          run(
              "health",
              "--web-port",
              "" + pingdeck.page().getPort(),
              "--set",
              "web.basePath=/pings",
              "--set",
              "web.tls.certificate=" + certificate(),
              "--set",
              "web.tls.key=" + folder.resolve("page.key"));

      Assertions.assertThat(byConfiguration).as(err.toString()).isZero();
    }
  }

  @Test
  void anEchoServerIsChangedByWhoTrustsTheCertificate() throws Exception {
    try (RunningPingdeck pingdeck = start()) {
      String url = "https://localhost:" + pingdeck.page().getPort();
      awaitHealth(pingdeck);

      int untrusted = run("echo", "set", "udp://127.0.0.1:1", "--loss", "0.5", "--url", url);
      String said = err.toString();
      int trusted =
          run(
              "echo",
              "set",
              "udp://127.0.0.1:1",
              "--loss",
              "0.5",
              "--url",
              url,
              "--ca-file",
              certificate());

      Assertions.assertThat(untrusted).isEqualTo(1);
      Assertions.assertThat(said).contains("; --ca-file names the certificate to trust");
      Assertions.assertThat(trusted).isEqualTo(2);
      Assertions.assertThat(err.toString()).contains("there is no echo server udp://127.0.0.1:1");
    }
  }
}
